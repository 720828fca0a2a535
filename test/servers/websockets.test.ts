import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TRUSTING } from './support/certificates.ts'
import { startNginx } from './support/nginx.ts'
import { has, hasPython, NGINX } from './support/programs.ts'
import { startPython } from './support/python.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal } from './support/terminal.ts'

const WAYS = [
  { way: 'python3-websockets', isBehindNginx: false },
  { way: 'python3-websockets behind nginx with TLS', isBehindNginx: true },
]

for (const { way, isBehindNginx } of WAYS) {
  describe.skipIf(!hasPython('websockets') || (isBehindNginx && !has(NGINX)))(`the terminal talks to ${way}`, () => {
    let stage: Stage
    let url: string
    const trust = isBehindNginx ? TRUSTING : []

    beforeAll(async () => {
      stage = await openStage()
      const python = await startPython(stage, 'echo.py')
      url = isBehindNginx ? `wss://localhost:${(await startNginx(stage, python)).secure}` : `ws://127.0.0.1:${python}`
    })
    afterAll(() => stage.close())

    it('in text and binary, compressed as they agreed', async () => {
      const [text, bytes] = ['Grüße, 世界 🌍 '.repeat(100), Buffer.alloc(70_000, 'ab')]
      const messages = ['--send', text, '--send-base64', bytes.toString('base64'), '--send', '', '--count', '3']
      const run = await connectInTerminal(`${url}/`, [...messages, ...trust])
      expect(run.received.map(({ kind, data, dataBase64 }) => [kind, data ?? dataBase64])).toEqual([
        ['text', text],
        ['binary', bytes.toString('base64')],
        ['text', ''],
      ])
      expect(run.handshake.negotiated?.extensions).toContain('permessage-deflate')
      expect(run.received[0]?.compressed).toBe(true)
      expect(run.handshake.checks.filter(({ ok }) => !ok)).toEqual([])
      expect(run.close).toMatchObject({ code: 1000, clean: true, initiator: 'local' })
      expect(run.status).toBe(0)
    })

    it('without compression when it is not offered', async () => {
      const run = await connectInTerminal(`${url}/`, ['--no-compression', '--send', 'plain', '--count', '1', ...trust])
      expect(run.handshake.negotiated?.extensions).toBe('')
      expect(run.received.map(({ data, compressed }) => [data, compressed])).toEqual([['plain', false]])
    })

    it('with a ping that is answered', async () => {
      const run = await connectInTerminal(`${url}/`, ['--ping', 'to python', '--send', 'done', '--count', '1', ...trust])
      const frames = run.frames.map(({ direction, opcode, payloadLength }) => `${direction} ${opcode} ${payloadLength}`)
      expect(frames).toEqual(expect.arrayContaining(['out 9 9', 'in 10 9']))
    })

    it('and answers its ping', async () => {
      const run = await connectInTerminal(`${url}/`, ['--send', 'please ping', '--count', '1', ...trust])
      expect(run.received.map(({ data }) => data)).toEqual(['your pong arrived'])
      expect(run.frames.map(({ direction, opcode }) => `${direction} ${opcode}`)).toEqual(expect.arrayContaining(['in 9', 'out 10']))
    })

    it('and is closed by it with code and reason', async () => {
      const run = await connectInTerminal(`${url}/`, ['--send', 'please close', '--duration', '20000', ...trust])
      expect(run.close).toMatchObject({ code: 4003, reason: 'as you wish', clean: true, initiator: 'remote' })
    })

    it('and closes it with code and reason', async () => {
      const run = await connectInTerminal(`${url}/`, ['--send', 'x', '--count', '1', '--close', '4001:enough', ...trust])
      expect(run.close).toMatchObject({ code: 4001, reason: 'enough', clean: true, initiator: 'local' })
      expect(run.status).toBe(0)
    })

    it('in a subprotocol that it knows', async () => {
      const run = await connectInTerminal(`${url}/`, ['-s', 'chat.v1', '-s', 'chat.v2', '--send', 'x', '--count', '1', ...trust])
      expect(run.handshake.negotiated?.subprotocol).toBe('chat.v2')
    })
  })
}
