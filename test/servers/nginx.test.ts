import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { showing, TRUSTING } from './support/certificates.ts'
import { type NginxPorts, startNginx } from './support/nginx.ts'
import { has, NGINX } from './support/programs.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal, explainInTerminal } from './support/terminal.ts'

describe.skipIf(!has(NGINX))('nginx', () => {
  let stage: Stage
  let ports: NginxPorts
  let url: string
  beforeAll(async () => {
    stage = await openStage()
    ports = await startNginx(stage, stage.behind.port)
    url = `ws://127.0.0.1:${ports.plain}`
  })
  afterAll(() => stage.close())

  it('passes the WebSocket through, and ends an idle one without a close frame', async () => {
    const run = await connectInTerminal(`${url}/echo`, ['--send', 'hello', '--duration', '20000'])
    expect(run).toMatchObject({
      status: 5,
      received: [{ data: 'hello' }],
      error: { code: 'connection.lost', message: expect.stringContaining('(FIN)'), hint: expect.stringContaining('time-outs of proxies') },
      close: { code: 1006, clean: false, initiator: 'none' },
    })
  })

  it.each([
    ['/200', 200, 'handshake.not-upgraded', 'an ordinary request', 'a page'],
    ['/403', 403, 'handshake.forbidden', 'does not allow it', '403 Forbidden'],
    ['/404', 404, 'handshake.not-found', 'nothing at this path', '404 Not Found'],
    ['/426', 426, 'handshake.upgrade-required', 'it speaks version 7, 8 of the protocol, and 13 was asked for', 'too new'],
    ['/429', 429, 'handshake.too-many-requests', 'it asks to wait 12 s', 'slow down'],
    ['/500', 500, 'handshake.server-failed', 'it failed', 'it is us'],
    ['/gone', 502, 'handshake.gateway-failed', 'got no valid answer from it', '502 Bad Gateway'],
    ['/503', 503, 'handshake.unavailable', 'it asks to wait 60 s', 'back soon'],
  ])('%s: %i is %s, with the body', async (path, status, code, sentence, body) => {
    const run = await connectInTerminal(url + path)
    expect(run).toMatchObject({
      status: 3,
      error: { code, message: expect.stringContaining(sentence), hint: expect.stringMatching(/\w/) },
      handshake: { response: { status, body: { text: expect.stringContaining(body), truncated: false } } },
    })
  })

  it('that does not pass the upgrade on shows by the answer of the server behind', async () => {
    const { status, report } = await explainInTerminal(`${url}/stripped/echo`)
    expect(status).toBe(3)
    expect(report).toContain('so the request did not reach it as one')
    expect(report).toMatch(
      /try next +Have every proxy between pass the Upgrade and Connection headers on.*\n +code +handshake\.upgrade-required/,
    )
  })

  it('that drops the request without an answer is told as that', async () => {
    expect(await connectInTerminal(`${url}/444`)).toMatchObject({
      status: 3,
      error: { code: 'handshake.closed', message: 'The server closed the connection before it answered.' },
      handshake: { request: { target: '/444' }, response: null },
    })
  })

  it('that wants Basic credentials takes them', async () => {
    expect(await connectInTerminal(`${url}/basic/echo`)).toMatchObject({
      status: 3,
      error: { code: 'handshake.unauthorized', message: expect.stringContaining('it wants credentials by Basic (realm "Staff").') },
    })
    const withUser = url.replace('//', '//ann:secret@')
    const run = await connectInTerminal(`${withUser}/basic/echo`, ['--send', 'in', '--count', '1'])
    expect(run).toMatchObject({ status: 0, received: [{ data: 'in' }] })
  })

  describe('that redirects', () => {
    it('is followed by 308, 307, 302 and 301, each hop kept', async () => {
      const run = await connectInTerminal(`${url}/308`, ['--max-redirects', '4'])
      expect(run.hops.map(({ request, response }) => [request?.target, response?.status])).toEqual([
        ['/308', 308],
        ['/307', 307],
        ['/302', 302],
        ['/301', 301],
        ['/', 200],
      ])
      expect(run).toMatchObject({ status: 3, error: { code: 'handshake.not-upgraded' } })
    })

    it('to itself is a loop, to a file never followed', async () => {
      expect((await connectInTerminal(`${url}/ring`, ['--max-redirects', '9'])).error?.code).toBe('redirect.loop')
      expect(await connectInTerminal(`${url}/file`, ['--max-redirects', '9'])).toMatchObject({
        status: 3,
        error: { code: 'redirect.scheme', message: expect.stringContaining('"file:" is never followed') },
      })
    })
  })

  describe('with TLS', () => {
    it('carries the WebSocket, and answers 502 with its body where the server is away', async () => {
      const run = await connectInTerminal(`wss://localhost:${ports.secure}/echo`, [...TRUSTING, '--send', 'hello', '--count', '1'])
      expect(run).toMatchObject({ status: 0, received: [{ data: 'hello' }], handshake: { tls: { authorized: true } } })
      expect(await connectInTerminal(`wss://127.0.0.1:${ports.secure}/gone`, TRUSTING)).toMatchObject({
        status: 3,
        handshake: { response: { status: 502, body: { text: expect.stringContaining('502 Bad Gateway') } } },
      })
    })

    it('asked in plain text says so in the body', async () => {
      expect(await connectInTerminal(`ws://127.0.0.1:${ports.secure}/echo`)).toMatchObject({
        status: 3,
        error: { code: 'handshake.bad-request', hint: expect.stringContaining('wss://') },
        handshake: { response: { status: 400, body: { text: expect.stringContaining('plain HTTP request was sent to HTTPS port') } } },
      })
    })

    it('that wants a client certificate takes one, and answers 400 without', async () => {
      const mutual = `wss://localhost:${ports.mutual}/echo`
      const run = await connectInTerminal(mutual, [...showing('client'), '--send', 'it is me', '--count', '1'])
      expect(run).toMatchObject({ status: 0, received: [{ data: 'it is me' }] })
      expect(await connectInTerminal(mutual, TRUSTING)).toMatchObject({
        status: 3,
        error: { code: 'handshake.bad-request', hint: expect.stringContaining('wants a client certificate') },
        handshake: { response: { status: 400, body: { text: expect.stringContaining('No required SSL certificate was sent') } } },
      })
      expect(await connectInTerminal(mutual, showing('self-signed'))).toMatchObject({
        status: 3,
        error: { code: 'handshake.bad-request', hint: expect.stringContaining('dislikes the client certificate') },
        handshake: { response: { status: 400, body: { text: expect.stringContaining('The SSL certificate error') } } },
      })
    })
  })
})
