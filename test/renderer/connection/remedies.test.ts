import { describe, expect, it } from 'vitest'
import { type Remedy, remediesFor, valuesBefore } from '#renderer/connection/remedies.ts'
import english from '#renderer/connection/text.en.json' with { type: 'json' }
import { ERROR_CODES } from '#shared/errors.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
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
    expect(remediesFor('handshake.forbidden', DEFAULT_SPEC, answered(403))).toEqual([])
  })

  it('goes around a proxy that fails', () => {
    const [, direct] = remediesFor('proxy.refused', DEFAULT_SPEC, [])
    expect(remedied(DEFAULT_SPEC, direct).proxy.mode).toBe('none')
  })

  it('has a name, and word of what was done, for each', () => {
    const all = ERROR_CODES.flatMap((code) => [...remediesFor(code, DEFAULT_SPEC, answered(401, [['Sec-WebSocket-Protocol', 'chat']]))])
    expect(all.length).toBeGreaterThan(0)
    for (const { id, kind } of all) {
      expect(english).toHaveProperty(`remedy_${id}`)
      if (kind === 'change') expect(english).toHaveProperty(`done_${id}`)
    }
  })

  it('takes back what it changed, and nothing else', () => {
    const change = { tls: { ...DEFAULT_SPEC.tls, verify: false } }
    const since = { ...DEFAULT_SPEC, ...change, url: 'ws://typed.since/' }
    expect({ ...since, ...valuesBefore(DEFAULT_SPEC, change) }).toEqual({ ...DEFAULT_SPEC, url: 'ws://typed.since/' })
  })
})
