import { describe, expect, it } from 'vitest'
import { type Remedy, remediesFor, valuesBefore } from '#renderer/connection/remedies.ts'
import english from '#renderer/connection/text.en.json' with { type: 'json' }
import { ERROR_CODES } from '#shared/errors.ts'
import type { CertificateFacts, HandshakeReport } from '#shared/model/handshake.ts'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'

const answered = (status: number, headers: readonly (readonly [string, string])[] = []): HandshakeReport[] => [
  {
    hop: 0,
    timeUs: 0,
    url: 'ws://127.0.0.1/',
    peer: null,
    attempts: [],
    proxy: null,
    tls: null,
    request: null,
    response: { version: 'HTTP/1.1', status, statusText: '', headers, raw: '', body: null },
    unreadable: null,
    negotiated: null,
    accept: null,
    timingsMs: { dns: null, tcp: null, proxy: null, tls: null, request: null, total: 0 },
    checks: [],
    cookies: null,
    notes: [],
    failure: null,
  },
]

const certificate = (subject: string, issuer: string): CertificateFacts => ({
  subject,
  issuer,
  names: ['DNS:api.example.com'],
  validFrom: '',
  validTo: '',
  keyType: 'ec',
  keyBits: 256,
  curve: null,
  serialNumber: '01',
  isAuthority: true,
  fingerprint256: 'AA',
  pem: '',
})

/** A hop that came as far as the server's certificates. */
const secured = (chain: readonly CertificateFacts[]): HandshakeReport[] =>
  answered(101, [['Sec-WebSocket-Protocol', 'chat']]).map((report) => ({
    ...report,
    tls: {
      version: 'TLSv1.3',
      cipher: '',
      alpn: null,
      authorized: false,
      authorizationError: null,
      subject: '',
      issuer: '',
      validFrom: '',
      validTo: '',
      fingerprint256: '',
      servername: '',
      chain,
      clientCertificate: null,
    },
  }))

/** A spec and a handshake with which each remedy there is would change something. */
const GENEROUS: ConnectionSpec = { ...DEFAULT_SPEC, url: 'wss://127.0.0.1/', options: { ...DEFAULT_SPEC.options, useCookies: false } }
const generousHops = secured([certificate('CN=me', 'CN=me')])

const ids = (remedies: readonly Remedy[]): string[] => remedies.map(({ id }) => id)
const remedied = (spec: ConnectionSpec, remedy: Remedy | undefined): ConnectionSpec =>
  remedy?.kind === 'change' ? { ...spec, ...remedy.change(spec) } : spec

describe('what the app can do about a failure', () => {
  it('follows redirects, then further ones, then no more', () => {
    const five = remedied(DEFAULT_SPEC, remediesFor('handshake.redirected', DEFAULT_SPEC, answered(302))[0])
    expect(five.options.maxRedirects).toBe(5)
    const twenty = remedied(five, remediesFor('redirect.too-many', five, answered(302))[0])
    expect(twenty.options.maxRedirects).toBe(20)
    expect(remediesFor('redirect.too-many', twenty, answered(302))).toEqual([])
  })

  it.each(['tls.untrusted', 'tls.self-signed', 'tls.expired', 'tls.not-yet-valid', 'tls.wrong-name'] as const)(
    'leads to the TLS settings before it gives up on %s',
    (code) => {
      const remedies = remediesFor(code, DEFAULT_SPEC, [])
      expect(ids(remedies)).toEqual(['openTls', 'acceptAny'])
      const lenient = remedied(DEFAULT_SPEC, remedies[1])
      expect(lenient.tls).toEqual({ ...DEFAULT_SPEC.tls, verify: false })
      expect(remediesFor(code, lenient, [])).toEqual([])
    },
  )

  it('offers the subprotocol that came unasked, once, after the others', () => {
    const spec = { ...DEFAULT_SPEC, subprotocols: ['mqtt', 'chat'].map((name) => ({ name, enabled: name === 'mqtt' })) }
    const [remedy] = remediesFor('handshake.unasked-subprotocol', spec, answered(101, [['sec-websocket-PROTOCOL', ' chat ']]))
    expect(remedied(spec, remedy).subprotocols).toEqual([
      { name: 'mqtt', enabled: true },
      { name: 'chat', enabled: true },
    ])
    expect(remediesFor('handshake.unasked-subprotocol', spec, answered(101))).toEqual([])
  })

  it('asks for credentials where the server does, and only there', () => {
    expect(ids(remediesFor('handshake.unauthorized', DEFAULT_SPEC, answered(401)))).toEqual(['openAuth'])
    expect(remediesFor('handshake.not-found', DEFAULT_SPEC, answered(404))).toEqual([])
  })

  it('goes around a proxy that fails', () => {
    const [, direct] = remediesFor('proxy.refused', DEFAULT_SPEC, [])
    expect(remedied(DEFAULT_SPEC, direct).proxy.mode).toBe('none')
  })

  it('raises a limit tenfold, up to the most there is', () => {
    let spec = DEFAULT_SPEC
    const most: number[] = []
    for (let remedy = remediesFor('message.too-large', spec, [])[0]; remedy; remedy = remediesFor('message.too-large', spec, [])[0]) {
      spec = remedied(spec, remedy)
      most.push(spec.options.maxMessageBytes)
    }
    expect(most).toEqual([1_048_576_000, 2 ** 30])
    expect(spec.options.maxInflatedBytes).toBe(2 ** 30)
  })

  it('trusts what signed itself at the end of the chain, and nothing that was not sent whole', () => {
    const [authority, leaf] = [certificate('CN=Authority', 'CN=Authority'), certificate('CN=server', 'CN=Authority')]
    const [trust] = remediesFor('tls.untrusted', DEFAULT_SPEC, secured([leaf, authority]))
    expect(trust).toMatchObject({ kind: 'trust', certificate: { subject: 'CN=Authority' } })
    expect(ids(remediesFor('tls.untrusted', DEFAULT_SPEC, secured([leaf])))).toEqual(['openTls', 'acceptAny'])
    expect(ids(remediesFor('tls.self-signed', DEFAULT_SPEC, secured([certificate('CN=me', 'CN=me')])))[0]).toBe('trustIssuer')
  })

  it('expects a name that the certificate is for, if it is one host’s', () => {
    const hops = secured([{ ...certificate('CN=x', 'CN=y'), names: ['IP Address:10.0.0.1', 'DNS:*.example.com', 'DNS:api.example.com'] }])
    const [remedy] = remediesFor('tls.wrong-name', DEFAULT_SPEC, hops)
    const expecting = remedied(DEFAULT_SPEC, remedy)
    expect(expecting.tls.servername).toBe('api.example.com')
    expect(ids(remediesFor('tls.wrong-name', expecting, hops))).toEqual(['openTls', 'acceptAny'])
  })

  it('is decided for every code with which a connection fails', () => {
    const decided = ERROR_CODES.flatMap((code) => {
      const found = ids(remediesFor(code, GENEROUS, generousHops))
      return found.length === 0 ? [] : [`${code}: ${found.join(', ')}`]
    })
    expect(decided).toEqual([
      'dns.not-found: retry, openOptions',
      'dns.failed: retry',
      'tcp.refused: retry',
      'tcp.unreachable: retry, openOptions',
      'tcp.timeout: wait, retry',
      'tcp.reset: retry',
      'tcp.failed: retry',
      'unix.not-found: retry',
      'tls.ca-unreadable: openTls',
      'tls.client-unreadable: openTls',
      'tls.passphrase: openTls',
      'tls.client-demanded: openTls',
      'tls.client-refused: openTls',
      'tls.untrusted: trustIssuer, openTls, acceptAny',
      'tls.self-signed: trustIssuer, openTls, acceptAny',
      'tls.expired: openTls, acceptAny',
      'tls.not-yet-valid: openTls, acceptAny',
      'tls.wrong-name: useServername, openTls, acceptAny',
      'tls.version: allowOldTls, openTls',
      'tls.unknown-name: openTls',
      'tls.no-protocol: offerAnyAlpn, openTls',
      'tls.refused: allowOldTls, openTls',
      'tls.not-tls: inTheOpen',
      'tls.closed: retry',
      'tls.failed: openTls, retry',
      ...[
        'invalid',
        'unreachable',
        'tls-failed',
        'auth-required',
        'auth-refused',
        'refused',
        'target-unreachable',
        'failed',
        'closed',
        'malformed',
      ].map((name) => `proxy.${name}: openProxy, withoutProxy`),
      'handshake.timeout: wait, retry',
      'handshake.cancelled: retry',
      'handshake.closed: retry',
      'handshake.too-large: raiseHead',
      'handshake.unauthorized: openAuth',
      'handshake.forbidden: openAuth, useCookies',
      'handshake.too-many-requests: retry',
      'handshake.server-failed: retry',
      'handshake.gateway-failed: retry',
      'handshake.unavailable: retry',
      'handshake.redirected: follow',
      'handshake.unasked-subprotocol: offerSubprotocol',
      'handshake.invalid-extension: withoutCompression',
      'redirect.loop: useCookies',
      'redirect.too-many: followMore',
      'protocol.violation: tolerate',
      'message.too-large: raiseMessage',
      'message.inflates-too-large: raiseMessage',
      'message.too-many-fragments: raiseFragments',
      'message.not-utf8: tolerate',
      'message.not-inflatable: withoutCompression',
      'connection.lost: retry',
      'keepalive.timeout: retry',
      'send.failed: retry',
    ])
  })

  it('has a name, and word of what was done, for each', () => {
    const all = ERROR_CODES.flatMap((code) => [...remediesFor(code, GENEROUS, generousHops)])
    for (const { id, kind } of all) {
      expect(english).toHaveProperty(`remedy_${id}`)
      if (kind === 'change' || kind === 'trust') expect(english).toHaveProperty(`done_${id}`)
    }
  })

  it('changes something each time, and what a spec can hold', () => {
    for (const code of ERROR_CODES) {
      for (const remedy of remediesFor(code, GENEROUS, generousHops)) {
        if (remedy.kind === 'change') expect(remedied(GENEROUS, remedy), `${code} ${remedy.id}`).not.toEqual(GENEROUS)
      }
    }
  })

  it('takes back what it changed, and nothing else', () => {
    const change = { tls: { ...DEFAULT_SPEC.tls, verify: false } }
    const since = { ...DEFAULT_SPEC, ...change, url: 'ws://typed.since/' }
    expect({ ...since, ...valuesBefore(DEFAULT_SPEC, change) }).toEqual({ ...DEFAULT_SPEC, url: 'ws://typed.since/' })
  })
})
