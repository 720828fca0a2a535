import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { brokenAnswerFailure, connectFailure, lookupFailure, timeoutFailure } from '#engine/handshake/failures.ts'
import { type TlsAttempt, tlsFailure, untrustedFailure } from '#engine/handshake/tls-failures.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { AUTHORITY_FILE, attempt, serve, serveRaw, serveTls, specOf } from './bench.ts'

const trusting = { tls: { ...DEFAULT_SPEC.tls, verify: true, caFiles: [AUTHORITY_FILE] } }
const TRIED: TlsAttempt = {
  host: 'h.example',
  hasSeenCertificate: false,
  hasClientCertificate: false,
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
}
const PLACE = { kind: 'tcp', host: 'h.example', isAddress: false, port: 80 } as const

/** The failed attempt; report and error must say the same. */
async function failed(...parameters: Parameters<typeof specOf>) {
  const { error, report } = await attempt(specOf(...parameters))
  expect(report.failure).toEqual({ code: error?.code, message: error?.message, hint: error?.hint })
  return report
}
const answered = async (answer: (socket: Socket, head: string) => void, changes: Parameters<typeof specOf>[1] = {}, timeoutMs?: number) =>
  failed(`ws://127.0.0.1:${(await serve(answer)).port}/`, changes, timeoutMs)

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

describe('a server that cannot be reached', () => {
  it('a name without an address', async () => {
    const report = await failed('ws://no-such-host.invalid/')
    expect(['dns.not-found', 'dns.failed']).toContain(report.failure?.code)
    expect(report.timingsMs).toMatchObject({ dns: null, tcp: null })
  })
  it('a port where nothing listens, by address and by a name with two', async () => {
    const port = await closedPort()
    expect((await failed(`ws://127.0.0.1:${port}/`)).failure?.message).toBe(`Nothing is listening at 127.0.0.1 port ${port}.`)
    const report = await failed(`ws://localhost:${port}/`)
    expect(report.failure?.code).toBe('tcp.refused')
    expect(report.timingsMs.dns).toBeGreaterThanOrEqual(0)
  })
  it('a socket file that is not there', async () => {
    expect((await failed(`ws+unix:${join(tmpdir(), 'no-such.sock')}:/`)).failure?.code).toBe('unix.not-found')
    expect((await failed(`ws+unix:/${'x'.repeat(300)}:/`)).failure?.code).toBe('tcp.failed')
  })
  it.each([
    ['ENOTFOUND', 'dns.not-found'],
    ['EAI_AGAIN', 'dns.failed'],
    ['EAI_FAIL', 'dns.failed'],
  ])('the look-up’s %s is %s', (code, expected) => expect(lookupFailure(systemError(code), 'h.example').code).toBe(expected))
  it.each([
    ['ECONNREFUSED', 'tcp.refused'],
    ['EHOSTUNREACH', 'tcp.unreachable'],
    ['ENETUNREACH', 'tcp.unreachable'],
    ['ETIMEDOUT', 'tcp.timeout'],
    ['ECONNRESET', 'tcp.reset'],
    ['EACCES', 'tcp.failed'],
    ['EMFILE', 'tcp.failed'],
  ])('connecting’s %s is %s', (code, expected) => expect(connectFailure(systemError(code), PLACE).code).toBe(expected))
  it.each([
    ['dns', 'dns.failed'],
    ['tcp', 'tcp.timeout'],
    ['tls', 'handshake.timeout'],
    ['to-proxy', 'proxy.unreachable'],
    ['proxy-tls', 'proxy.tls-failed'],
    ['proxy', 'handshake.timeout'],
    ['answer', 'handshake.timeout'],
  ] as const)('time running out during %s is %s', (stage, expected) => expect(timeoutFailure(stage, PLACE, 5).code).toBe(expected))
})

describe('TLS that fails', () => {
  it.each([
    ['expired', 'tls.expired', 'CERT_HAS_EXPIRED'],
    ['other-name', 'tls.wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'tls.self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['not-yet-valid', 'tls.not-yet-valid', 'CERT_NOT_YET_VALID'],
  ] as const)('a certificate that is %s: the request is never sent, the facts are shown', async (certificate, code, authorizationError) => {
    let isAsked = false
    const server = await serveTls(certificate, () => {
      isAsked = true
    })
    const report = await failed(`wss://localhost:${server.port}/`, trusting)
    expect(report).toMatchObject({ failure: { code }, tls: { authorized: false, authorizationError }, request: null })
    expect(isAsked).toBe(false)
  })
  it('an authority nobody vouches for', async () => {
    const server = await serveTls('good', () => undefined)
    expect((await failed(`wss://localhost:${server.port}/`)).failure?.code).toBe('tls.untrusted')
  })
  it('names the names a certificate is for', async () => {
    const server = await serveTls('other-name', () => undefined)
    const { failure } = await failed(`wss://127.0.0.1:${server.port}/`, trusting)
    expect(failure?.message).toBe('The certificate is not for "127.0.0.1"; it is for "one.example", "*.two.example".')
  })
  it('a port that speaks plain HTTP', async () => {
    const server = await serveRaw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    })
    const { failure } = await failed(`wss://localhost:${server.port}/`)
    expect(failure).toMatchObject({ code: 'tls.not-tls', hint: expect.stringContaining('ws://') })
  })
  it('a server that hangs up, or breaks off, on the first bytes', async () => {
    const polite = await serveRaw((socket) => void socket.once('data', () => socket.end()))
    expect((await failed(`wss://localhost:${polite.port}/`)).failure).toMatchObject({
      code: 'tls.closed',
      hint: expect.stringContaining('ws://'),
    })
    const rude = await serveRaw((socket) => void socket.once('data', () => socket.resetAndDestroy()))
    expect((await failed(`wss://localhost:${rude.port}/`)).failure?.code).toBe('tcp.reset')
  })
  it('no version in common: says which were offered', async () => {
    const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }
    const server = await serveTls('good', () => undefined, old)
    expect((await failed(`wss://localhost:${server.port}/`, trusting)).failure).toMatchObject({
      code: 'tls.version',
      message: expect.stringContaining('none of the TLS versions that were offered, TLS 1.2 to TLS 1.3 ('),
    })
    const onlyNew = await serveTls('good', () => undefined, { minVersion: 'TLSv1.3' })
    const asked = { tls: { ...trusting.tls, maxVersion: 'TLSv1.2' } } as const
    expect((await failed(`wss://localhost:${onlyNew.port}/`, asked)).failure).toMatchObject({
      code: 'tls.version',
      message: expect.stringContaining('offered, TLS 1.2 ('),
    })
  })
  it('no cipher in common', async () => {
    const server = await serveTls('good', () => undefined, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' })
    expect((await failed(`wss://localhost:${server.port}/`, trusting)).failure).toMatchObject({
      code: 'tls.refused',
      hint: expect.stringContaining('cipher'),
    })
  })
  it('a name the server has no certificate for', async () => {
    const SNICallback = (_name: string, done: (error: Error) => void): void => done(new Error('unknown'))
    const server = await serveTls('good', () => undefined, { SNICallback })
    // Node's server hangs up where others send the alert (test/servers/haproxy.test.ts).
    expect((await failed(`wss://localhost:${server.port}/`, trusting)).failure?.code).toBe('tls.closed')
    expect(tlsFailure(systemError('ERR_SSL_TLSV1_UNRECOGNIZED_NAME'), TRIED)).toMatchObject({
      code: 'tls.unknown-name',
      message: expect.stringContaining('"h.example"'),
    })
  })
  it('no protocol in common', async () => {
    const server = await serveTls('good', () => undefined, { ALPNProtocols: ['h2'] })
    expect((await failed(`wss://localhost:${server.port}/`, trusting)).failure?.code).toBe('tls.no-protocol')
  })
  it.each(['TLSv1.2', 'TLSv1.3'])('a server that demands a client certificate, over %s', async (version) => {
    const server = await serveTls('good', () => undefined, {
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: version,
      maxVersion: version,
    })
    const { failure } = await failed(`wss://localhost:${server.port}/`, trusting)
    expect(failure?.code).toBe('tls.client-demanded')
  })
  it('a server that never answers', async () => {
    const server = await serveRaw(() => undefined)
    expect((await failed(`wss://localhost:${server.port}/`, {}, 300)).failure?.code).toBe('handshake.timeout')
  })
  it.each([
    ['a CA file that is not there', '/no/such.pem'],
    ['a CA file that holds none', import.meta.filename],
  ])('%s', async (_, file) => {
    const report = await failed('wss://localhost:1/', { tls: { ...DEFAULT_SPEC.tls, verify: true, caFiles: [file] } })
    expect(report.failure).toMatchObject({ code: 'tls.ca-unreadable', message: expect.stringContaining(file) })
  })
  it('every reason has its code', () => {
    const codes = (...reasons: string[]) => reasons.map((reason) => untrustedFailure(reason, 'h.example', []).code)
    expect(codes('SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_REVOKED')).toEqual(Array(3).fill('tls.untrusted'))
    expect(tlsFailure(systemError('ERR_SSL_WRONG_VERSION_NUMBER'), TRIED).hint).toContain('ws://')
    expect(tlsFailure(systemError('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'), TRIED).code).toBe('tls.failed')
    expect(brokenAnswerFailure(systemError('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), PLACE, 0).code).toBe('tls.client-demanded')
    expect(brokenAnswerFailure(systemError('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'), PLACE, 0).code).toBe('tls.failed')
  })
  it('an unnamed refusal is about the client certificate only after the server has shown its own', () => {
    const codes = (attempt: Partial<TlsAttempt>) =>
      ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'].map(
        (code) => tlsFailure(systemError(code), { ...TRIED, ...attempt }).code,
      )
    expect(codes({})).toEqual(['tls.refused', 'tls.refused'])
    expect(codes({ hasSeenCertificate: true })).toEqual(['tls.client-demanded', 'tls.client-demanded'])
    expect(codes({ hasSeenCertificate: true, hasClientCertificate: true })).toEqual(['tls.client-refused', 'tls.client-refused'])
  })
})

describe('no answer, or one that is not HTTP', () => {
  it('silence until the time limit', async () => {
    const report = await answered(() => undefined, {}, 200)
    expect(report).toMatchObject({ failure: { code: 'handshake.timeout' }, timingsMs: { request: null } })
    expect(report.request).not.toBeNull()
  })
  it('half a head until the time limit', async () => {
    const report = await answered((socket) => void socket.write('HTTP/1.1 101 Sw'), {}, 200)
    expect(report).toMatchObject({
      failure: { code: 'handshake.timeout' },
      unreadable: 'HTTP/1.1 101 Sw',
      timingsMs: { request: expect.any(Number) },
    })
  })
  it('a connection closed before, and in, the head', async () => {
    expect(await answered((socket) => void socket.end())).toMatchObject({ failure: { code: 'handshake.closed' }, unreadable: null })
    expect(await answered((socket) => void socket.end('HTTP/1.1 101 Sw'))).toMatchObject({
      failure: { code: 'handshake.closed', message: 'The server closed the connection after 15 bytes of an answer.' },
      unreadable: 'HTTP/1.1 101 Sw',
    })
  })
  it('a connection reset', async () => {
    expect((await answered((socket) => void socket.resetAndDestroy())).failure?.code).toBe('tcp.reset')
  })
  it('another protocol, kept as it came', async () => {
    const report = await answered((socket) => void socket.write('SSH-2.0-OpenSSH\r\n\xff', 'latin1'))
    expect(report).toMatchObject({ failure: { code: 'handshake.malformed' }, unreadable: 'SSH-2.0-OpenSSH\r\n\xff', response: null })
  })
  it('a TLS port asked in plain text, whether it sends an alert or hangs up', async () => {
    const alert = await answered((socket) => void socket.end(Uint8Array.of(0x15, 3, 1, 0, 2, 2, 0x46)))
    expect(alert.failure).toMatchObject({ code: 'handshake.malformed', hint: expect.stringContaining('wss://') })
    const server = await serveTls('good', () => undefined)
    expect((await failed(`ws://127.0.0.1:${server.port}/`)).failure).toMatchObject({
      code: 'handshake.closed',
      hint: expect.stringContaining('wss://'),
    })
  })
  it('headers without end', async () => {
    const report = await answered((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\n')
      const pour = (): void => {
        while (!socket.destroyed && socket.write('X: 1\r\n'.repeat(1000)));
      }
      socket.on('drain', pour)
      pour()
    })
    expect(report.failure?.code).toBe('handshake.too-large')
    expect(report.unreadable).toHaveLength(64 * 1024)
  })
})

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made for the test`), { code, syscall: 'test' })
}
