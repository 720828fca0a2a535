import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { attempt, serve, specOf } from './bench.ts'

/** The report of an attempt that is answered so; report and error must say the same. */
async function answered(answer: string, changes: Partial<ConnectionSpec> = {}, user = '') {
  const server = await serve((socket: Socket) => void socket.write(answer))
  const { error, report } = await attempt(specOf(`ws://${user}127.0.0.1:${server.port}/`, changes))
  expect(report.failure).toEqual({ code: error?.code, message: error?.message, hint: error?.hint })
  return report
}

const empty = (status: string, ...headers: readonly string[]): string =>
  [`HTTP/1.1 ${status}`, ...headers, 'Content-Length: 0', '\r\n'].join('\r\n')

const refused = async (...parameters: Parameters<typeof empty>) => (await answered(empty(...parameters))).failure

describe('an answer other than 101', () => {
  it('keeps status, headers and body', async () => {
    const report = await answered('HTTP/1.1 403 Forbidden\r\nX-A: 1\r\nContent-Length: 4\r\n\r\nnope')
    expect(report).toMatchObject({
      failure: {
        code: 'handshake.forbidden',
        message: 'The server answered 403 Forbidden in place of 101 Switching Protocols: it understood, and does not allow it.',
        hint: expect.stringContaining('Origin'),
      },
      response: {
        status: 403,
        headers: [
          ['X-A', '1'],
          ['Content-Length', '4'],
        ],
        body: { text: 'nope', truncated: false },
      },
      checks: [{ id: 'status', ok: false, rfc: '6455 4.1', text: 'The status should be 101, but is 403 Forbidden.' }],
      accept: null,
      negotiated: null,
    })
  })

  it.each([
    ['200 OK', 'handshake.not-upgraded', 'it took this for an ordinary request', 'path'],
    ['204 No Content', 'handshake.not-upgraded', 'it took this for an ordinary request', 'path'],
    ['400 Bad Request', 'handshake.bad-request', 'it does not accept the request as it is', 'wss://'],
    ['404 Not Found', 'handshake.not-found', 'there is nothing at this path', 'path'],
    ['410 Gone', 'handshake.not-found', 'what was at this path is gone', 'path'],
    ['500 Internal Server Error', 'handshake.server-failed', 'it failed', 'log'],
    ['501 Not Implemented', 'handshake.server-failed', 'it does not support what was asked for', 'subprotocol'],
    ['507 Insufficient Storage', 'handshake.server-failed', 'it failed', 'log'],
    ['502 Bad Gateway', 'handshake.gateway-failed', 'a proxy in front of the server got no valid answer from it', 'proxy'],
    ['504 Gateway Timeout', 'handshake.gateway-failed', 'a proxy in front of the server got no answer in time from it', 'proxy'],
    ['503 Service Unavailable', 'handshake.unavailable', 'it cannot serve this now', 'down or busy'],
  ])('%s is %s: %s', async (status, code, why, hint) => {
    expect(await refused(status)).toEqual({
      code,
      message: `The server answered ${status} in place of 101 Switching Protocols: ${why}.`,
      hint: expect.stringContaining(hint),
    })
  })

  it('any other status is named without a guess at its reason', async () => {
    expect(await refused('418 \x1bteapot')).toEqual({
      code: 'handshake.rejected',
      message: 'The server answered 418 \\x1bteapot in place of 101 Switching Protocols.',
      hint: 'The body of the answer may say why.',
    })
  })

  it('a redirect is named, not followed', async () => {
    const answer = empty('302 Found', 'Location: wss://b.example/\x1b[2J')
    expect((await answered(answer)).failure).toMatchObject({
      code: 'handshake.redirected',
      hint: expect.stringContaining('"wss://b.example/\\x1b[2J"'),
    })
  })

  it('comes after interim answers', async () => {
    const report = await answered(`HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${empty('404 Not Found')}`)
    expect(report.response).toMatchObject({ status: 404, headers: [['Content-Length', '0']] })
  })
})

describe('401', () => {
  const CHALLENGE = 'WWW-Authenticate: Digest realm="staff", nonce="a,b", algorithm=SHA-256, Basic realm="staff"'

  it('names the schemes of the challenge', async () => {
    expect(await refused('401 Unauthorized', CHALLENGE)).toMatchObject({
      code: 'handshake.unauthorized',
      message: expect.stringMatching(/: it wants credentials by Digest \(realm "staff", SHA-256\) or Basic \(realm "staff"\)\.$/),
      hint: 'Give a user name and password as the connection’s credentials.',
    })
    expect(await refused('401 Unauthorized')).toMatchObject({ message: expect.stringMatching(/: it wants credentials\.$/) })
  })

  it('says what cannot be sent', async () => {
    const failure = await refused('401 Unauthorized', 'WWW-Authenticate: Negotiate', 'WWW-Authenticate: NTLM')
    expect(failure).toMatchObject({
      message: expect.stringContaining('by Negotiate or NTLM.'),
      hint: expect.stringContaining('sends Basic, Bearer'),
    })
  })

  it('asks for a token where that is what is missing, with the reason the server gives', async () => {
    const failure = await refused(
      '401 Unauthorized',
      'WWW-Authenticate: Bearer realm="api", error="invalid_token", error_description="it expired"',
    )
    expect(failure).toMatchObject({
      message: expect.stringContaining('Bearer (realm "api", invalid_token, it expired)'),
      hint: expect.stringContaining('token'),
    })
  })

  it.each<[string, Partial<ConnectionSpec>, string]>([
    ['of the URL', {}, 'ann:wrong@'],
    ['of the spec', { auth: { ...DEFAULT_SPEC.auth, kind: 'bearer', token: 'old' } }, ''],
    ['of a header', { headers: [{ name: 'authorization', value: 'Basic x', enabled: true }] }, ''],
  ])('tells credentials %s that were not accepted from none at all', async (_, changes, user) => {
    const { failure } = await answered(empty('401 Unauthorized', 'WWW-Authenticate: Basic realm="staff"'), changes, user)
    expect(failure).toMatchObject({
      code: 'handshake.unauthorized',
      message: expect.stringContaining('it does not accept the credentials that were sent; it takes Basic (realm "staff").'),
      hint: expect.stringContaining('Correct them'),
    })
  })
})

describe('426', () => {
  it.each([
    ['another version', ['Sec-WebSocket-Version: 8, 7'], 'version 8, 7 of the protocol, and 13 was asked for', 'RFC 6455'],
    ['the upgrade that was asked for', ['Upgrade: websocket'], 'did not reach it as one', 'Upgrade and Connection headers'],
    ['none', [], 'did not reach it as one', 'Upgrade and Connection headers'],
    ['the version that was asked for', ['Sec-WebSocket-Version: 13'], 'did not reach it as one', 'Upgrade and Connection headers'],
    ['another protocol', ['Upgrade: h2c'], '"h2c" to be spoken here', 'HTTP/1.1'],
    ['TLS', ['Upgrade: TLS/1.2, HTTP/1.1'], '"TLS/1.2, HTTP/1.1" to be spoken', 'wss://'],
  ])('that wants %s', async (_, headers, why, hint) => {
    expect(await refused('426 Upgrade Required', ...headers)).toMatchObject({
      code: 'handshake.upgrade-required',
      message: expect.stringContaining(why),
      hint: expect.stringContaining(hint),
    })
  })
})

describe('Retry-After', () => {
  it.each([
    ['429 Too Many Requests', '7', 'handshake.too-many-requests', 'too many requests came from here, and it asks to wait 7 s.'],
    ['429 Too Many Requests', 'Sun, 06 Nov 2044 08:49:37 GMT', 'handshake.too-many-requests', 'until Sun, 06 Nov 2044 08:49:37 GMT.'],
    ['503 Service Unavailable', '120', 'handshake.unavailable', 'it cannot serve this now, and it asks to wait 120 s.'],
  ])('of %s: %s', async (status, after, code, why) => {
    expect(await refused(status, `Retry-After: ${after}`)).toMatchObject({ code, message: expect.stringContaining(why) })
  })
})
