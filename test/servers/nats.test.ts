import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attempt, specOf } from '../engine/handshake/bench.ts'
import { freePorts } from './support/daemon.ts'
import { has, NATS } from './support/programs.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal, type TerminalRun } from './support/terminal.ts'

/** What NATS says is binary, and text to read. */
const said = ({ received }: TerminalRun): string[] => received.map(({ dataBase64 = '' }) => Buffer.from(dataBase64, 'base64').toString())
const connectLine = (token: string): string => `CONNECT ${JSON.stringify({ verbose: true, auth_token: token })}\r\n`

describe.skipIf(!has(NATS))('NATS', () => {
  let stage: Stage
  let [url, plain] = ['', '']
  beforeAll(async () => {
    stage = await openStage()
    const [clients = 0, websocket = 0] = await freePorts(2)
    const listener = `websocket { listen: "127.0.0.1:${websocket}", no_tls: true, compression: true, same_origin: true }`
    const config = stage.folder.write('nats.conf', `listen: 127.0.0.1:${clients}\n${listener}\nauthorization { token: "secret" }\n`)
    await stage.start(NATS, ['-c', config], clients)
    url = `ws://127.0.0.1:${websocket}/`
    plain = `ws://127.0.0.1:${clients}/`
  })
  afterAll(() => stage.close())

  it('greets with INFO, takes CONNECT and answers PING', async () => {
    const run = await connectInTerminal(url, ['--send', `${connectLine('secret')}PING\r\n`, '--count', '3'])
    expect(said(run).join('')).toMatch(/^INFO \{"server_id":.*\} *\r\n\+OK\r\nPONG\r\n/)
    expect(run).toMatchObject({ status: 0, close: { code: 1000, clean: true, initiator: 'local' } })
    expect(run.handshake.negotiated?.extensions).toContain('permessage-deflate')
  })

  it('delivers what is published', async () => {
    const talk = `${connectLine('secret')}SUB room 1\r\nPUB room 5\r\nhello\r\n`
    const run = await connectInTerminal(url, ['--send', talk, '--duration', '3000'])
    expect(said(run).join('')).toContain('MSG room 1 5\r\nhello\r\n')
  })

  it('closes with 1008 who has no right to be there', async () => {
    const run = await connectInTerminal(url, ['--send', connectLine('wrong'), '--duration', '20000'])
    expect(said(run).join('')).toContain("-ERR 'Authorization Violation'")
    expect(run).toMatchObject({
      status: 5,
      error: null,
      close: { code: 1008, name: 'Policy violation', reason: 'Authentication Failure', clean: true, initiator: 'remote' },
    })
  })

  it('forbids another origin', async () => {
    expect(await connectInTerminal(url, ['-H', 'Origin: https://evil.example'])).toMatchObject({
      status: 3,
      error: { code: 'handshake.forbidden', hint: expect.stringContaining('Origin') },
      handshake: { response: { status: 403, body: { text: 'Forbidden\n' } } },
    })
  })

  it('on its port for other clients does not speak HTTP, which is shown as it came', async () => {
    expect(await connectInTerminal(plain)).toMatchObject({
      status: 3,
      error: {
        code: 'handshake.malformed',
        message: expect.stringContaining('it begins with "INFO {"'),
        hint: expect.stringContaining('another protocol'),
      },
      handshake: { response: null },
    })
  })

  it('there keeps what came for the window to show', async () => {
    const { report } = await attempt(specOf(plain))
    expect(report).toMatchObject({
      failure: { code: 'handshake.malformed' },
      response: null,
      unreadable: expect.stringMatching(/^INFO \{"server_id":/),
    })
  })
})
