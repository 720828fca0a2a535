import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from './support/daemon.ts'
import { has, LIBWEBSOCKETS } from './support/programs.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal } from './support/terminal.ts'

describe.skipIf(!has(LIBWEBSOCKETS))("libwebsockets' test server", () => {
  let stage: Stage
  let url: string
  beforeAll(async () => {
    stage = await openStage()
    const port = await freePort()
    await stage.start(LIBWEBSOCKETS, ['--port', String(port), '-i', 'lo'], port)
    url = `ws://127.0.0.1:${port}/`
  })
  afterAll(() => stage.close())

  it('counts up in dumb-increment-protocol', async () => {
    const run = await connectInTerminal(url, ['-s', 'dumb-increment-protocol', '--count', '3'])
    expect(run.received.map(({ data }) => data).slice(0, 3)).toEqual(['0', '1', '2'])
    expect(run).toMatchObject({
      status: 0,
      handshake: { negotiated: { subprotocol: 'dumb-increment-protocol' } },
      close: { code: 1000, clean: true, initiator: 'local' },
    })
  })

  it('closes with code and reason where it is asked to', async () => {
    const run = await connectInTerminal(url, ['-s', 'dumb-increment-protocol', '--send', 'closeme\n', '--duration', '20000'])
    expect(run.close).toMatchObject({ code: 1001, name: 'Going away', reason: 'seeya', initiator: 'remote' })
  })

  it('mirrors in lws-mirror-protocol', async () => {
    const drawing = 'd #ff0000 1 2 3 4;'
    const run = await connectInTerminal(url, ['-s', 'lws-mirror-protocol', '--send', drawing, '--count', '1'])
    expect(run).toMatchObject({
      status: 0,
      received: [{ kind: 'text', data: drawing }],
      handshake: { negotiated: { subprotocol: 'lws-mirror-protocol' } },
    })
  })

  it('tells in lws-status, compressed as it agreed, who is connected', async () => {
    const run = await connectInTerminal(url, ['-s', 'lws-status', '--count', '1'])
    expect(run.handshake.negotiated?.extensions).toBe('permessage-deflate')
    const status = JSON.parse(run.received[0]?.data ?? '')
    expect(status).toMatchObject({ conns: [{ ua: expect.stringMatching(/^sockscope\//) }] })
    expect(run.received[0]?.compressed).toBe(true)
  })

  it('chooses the one that it knows of several', async () => {
    const run = await connectInTerminal(url, ['-s', 'no-such', '-s', 'dumb-increment-protocol', '--count', '1'])
    expect(run).toMatchObject({ status: 0, handshake: { negotiated: { subprotocol: 'dumb-increment-protocol' } } })
  })

  it('drops who offers only what it does not know, without an answer', async () => {
    expect(await connectInTerminal(url, ['-s', 'no-such'])).toMatchObject({
      status: 3,
      error: {
        code: 'handshake.closed',
        message: 'The server closed the connection before it answered.',
        hint: expect.stringContaining('refuse'),
      },
      handshake: { response: null },
    })
  })
})
