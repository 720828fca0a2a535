import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasPython } from './support/programs.ts'
import { startPython } from './support/python.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal } from './support/terminal.ts'

/** Both take messages of at most 1 KiB, know the subprotocol chat.v2, and close or fail when they are asked to. */
const SERVERS = [
  { name: 'tornado', script: 'tornado_echo.py' },
  { name: 'aiohttp', script: 'aiohttp_echo.py' },
] as const

describe.each(SERVERS)('$name', ({ name, script }) => {
  describe.skipIf(!hasPython(name))('under Python', () => {
    let stage: Stage
    let url: string
    beforeAll(async () => {
      stage = await openStage()
      url = `ws://127.0.0.1:${await startPython(stage, script)}`
    })
    afterAll(() => stage.close())

    it('sends text and binary back, compressed as it agreed', async () => {
      const [text, bytes] = ['Grüße, 世界 🌍 '.repeat(10), Buffer.alloc(1000, 'ab').toString('base64')]
      const run = await connectInTerminal(`${url}/echo`, ['--send', text, '--send-base64', bytes, '--count', '2'])
      expect(run.received.map(({ data, dataBase64, compressed }) => [data ?? dataBase64, compressed])).toEqual([
        [text, true],
        [bytes, true],
      ])
      expect(run).toMatchObject({
        status: 0,
        handshake: { negotiated: { extensions: expect.stringContaining('permessage-deflate') } },
        close: { code: 1000, clean: true, initiator: 'local' },
      })
      expect(run.handshake.checks.every(({ ok }) => ok)).toBe(true)
    })

    it('chooses the subprotocol that it knows, or none', async () => {
      const both = await connectInTerminal(`${url}/echo`, ['-s', 'chat.v1', '-s', 'chat.v2', '--send', 'x', '--count', '1'])
      expect(both.handshake.negotiated?.subprotocol).toBe('chat.v2')
      const neither = await connectInTerminal(`${url}/echo`, ['-s', 'chat.v9', '--send', 'x', '--count', '1'])
      expect(neither).toMatchObject({ status: 0, handshake: { negotiated: { subprotocol: '' } } })
    })

    it('closes with code and reason', async () => {
      expect(await connectInTerminal(`${url}/echo`, ['--send', 'please close', '--duration', '20000'])).toMatchObject({
        status: 5,
        error: null,
        close: { code: 4003, reason: 'as you wish', clean: true, initiator: 'remote' },
      })
    })

    it('closes with 1009 where a message is too large for it', async () => {
      const run = await connectInTerminal(`${url}/echo`, ['--no-compression', '--send', 'x'.repeat(2000), '--duration', '20000'])
      expect(run).toMatchObject({ status: 5, close: { code: 1009, initiator: 'remote' } })
    })

    it('that fails while it handles a message drops TCP, which is told as that', async () => {
      const run = await connectInTerminal(`${url}/echo`, ['--send', 'please fail', '--duration', '20000'])
      expect(run).toMatchObject({
        status: 5,
        error: { code: 'connection.lost', message: expect.stringContaining('without a close frame'), hint: expect.stringContaining('log') },
        close: { code: 1006, clean: false, initiator: 'none' },
      })
    })

    it('refuses in its own words', async () => {
      expect(await connectInTerminal(`${url}/nowhere`)).toMatchObject({
        status: 3,
        error: { code: 'handshake.not-found' },
        handshake: { response: { status: 404, body: { text: expect.stringMatching(/404: Not Found/) } } },
      })
      expect(await connectInTerminal(`${url}/private`)).toMatchObject({
        status: 3,
        error: {
          code: 'handshake.unauthorized',
          message: expect.stringContaining('by Bearer (realm "api", invalid_token).'),
          hint: expect.stringContaining('token'),
        },
      })
    })
  })
})

describe.skipIf(!hasPython('tornado'))('tornado that looks at the origin', () => {
  it('forbids a foreign one and lets its friend in', async () => {
    const stage = await openStage()
    const url = `ws://127.0.0.1:${await startPython(stage, 'tornado_echo.py')}/echo`
    const foreign = await connectInTerminal(url, ['-H', 'Origin: https://evil.example'])
    const friend = await connectInTerminal(url, ['-H', 'Origin: https://friend.example', '--send', 'in', '--count', '1'])
    await stage.close()
    expect(foreign).toMatchObject({
      status: 3,
      error: { code: 'handshake.forbidden', hint: expect.stringContaining('Origin') },
      handshake: { response: { status: 403, body: { text: expect.stringContaining('Cross origin websockets not allowed') } } },
    })
    expect(friend).toMatchObject({ status: 0, received: [{ data: 'in' }] })
  })
})

describe.skipIf(!hasPython('aiohttp'))('aiohttp whose handler fails before the upgrade', () => {
  it('answers 500', async () => {
    const stage = await openStage()
    const run = await connectInTerminal(`ws://127.0.0.1:${await startPython(stage, 'aiohttp_echo.py')}/broken`)
    await stage.close()
    expect(run).toMatchObject({
      status: 3,
      error: { code: 'handshake.server-failed', hint: expect.stringContaining('log') },
      handshake: { response: { status: 500, body: { text: expect.stringContaining('500 Internal Server Error') } } },
    })
  })
})
