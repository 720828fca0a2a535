import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CertificateName, copyCertificate, showing, TRUSTING } from './support/certificates.ts'
import { freePorts } from './support/daemon.ts'
import { has, STUNNEL } from './support/programs.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal, explainInTerminal } from './support/terminal.ts'

interface Service {
  readonly certificate: CertificateName
  readonly options: readonly string[]
}

const ONLY_12 = 'sslVersion = TLSv1.2'

/** Each a port of its own, all before the same server. */
const SERVICES = {
  good: { certificate: 'good', options: [] },
  expired: { certificate: 'expired', options: [] },
  early: { certificate: 'not-yet-valid', options: [] },
  other: { certificate: 'other-name', options: [] },
  self: { certificate: 'self-signed', options: [] },
  old: { certificate: 'good', options: [ONLY_12] },
  cipher: { certificate: 'good', options: [ONLY_12, 'ciphers = ECDHE-RSA-AES128-GCM-SHA256'] },
  mutual: { certificate: 'good', options: ['verifyChain = yes'] },
  gone: { certificate: 'good', options: [] },
} as const satisfies Record<string, Service>

type ServiceName = keyof typeof SERVICES
const NAMES = Object.keys(SERVICES) as ServiceName[]

describe.skipIf(!has(STUNNEL))('stunnel before a server without TLS', () => {
  let stage: Stage
  const ports = new Map<ServiceName, number>()
  const url = (name: ServiceName, host = 'localhost'): string => `wss://${host}:${ports.get(name)}/echo`

  function sectionOf(name: ServiceName): string {
    const { certificate, options } = SERVICES[name]
    const { cert, key, authority } = copyCertificate(stage.folder, certificate)
    const upstream = name === 'gone' ? 1 : stage.behind.port
    const trust = name === 'mutual' ? [`CAfile = ${authority}`] : []
    const lines = [`accept = 127.0.0.1:${ports.get(name)}`, `connect = 127.0.0.1:${upstream}`, `cert = ${cert}`, `key = ${key}`]
    return [`[${name}]`, ...lines, ...options, ...trust].join('\n')
  }

  beforeAll(async () => {
    stage = await openStage()
    const free = await freePorts(NAMES.length)
    for (const [index, name] of NAMES.entries()) ports.set(name, free[index]!)
    const config = stage.folder.write('stunnel.conf', ['foreground = yes', 'pid =', 'debug = err', ...NAMES.map(sectionOf)].join('\n'))
    await stage.start(STUNNEL, [config], ports.get('gone')!)
  })
  afterAll(() => stage.close())

  it('is trusted by its authority, and its chain is told', async () => {
    const run = await connectInTerminal(url('good'), [...TRUSTING, '--send', 'hello', '--count', '1'])
    expect(run).toMatchObject({
      status: 0,
      received: [{ data: 'hello' }],
      handshake: {
        tls: {
          version: 'TLSv1.3',
          authorized: true,
          servername: 'localhost',
          chain: [
            {
              subject: 'O=Sockscope tests, CN=good',
              issuer: 'O=Sockscope tests, CN=Sockscope test authority',
              keyType: 'ec',
              curve: 'prime256v1',
            },
          ],
        },
      },
    })
  })

  it.each([
    ['expired', 'localhost', 'tls.expired', 'has expired', 'CERT_HAS_EXPIRED'],
    ['early', 'localhost', 'tls.not-yet-valid', 'is not valid yet', 'CERT_NOT_YET_VALID'],
    ['other', 'localhost', 'tls.wrong-name', 'it is for "one.example", "*.two.example"', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['other', '127.0.0.1', 'tls.wrong-name', 'not for "127.0.0.1"', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self', 'localhost', 'tls.self-signed', 'signed by itself', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ] as const)('with a certificate that is %s, asked as %s, is %s', async (name, host, code, sentence, authorizationError) => {
    const run = await connectInTerminal(url(name, host), TRUSTING)
    expect(run).toMatchObject({
      status: 4,
      error: { code, message: expect.stringContaining(sentence), hint: expect.stringMatching(/\w/) },
      handshake: { tls: { authorized: false, authorizationError }, request: null, response: null },
    })
    expect(run.handshake.tls?.chain[0]?.pem).toContain('BEGIN CERTIFICATE')
  })

  it('of an authority that was not given is not trusted', async () => {
    const run = await connectInTerminal(url('good'))
    expect(run).toMatchObject({ status: 4, error: { code: 'tls.untrusted', hint: expect.stringContaining('PEM file of its authority') } })
  })

  it('is explained with its certificate and the check that failed', async () => {
    const { status, report } = await explainInTerminal(url('expired'), TRUSTING)
    expect(status).toBe(4)
    expect(report).toMatch(/expired [\d,]+ days ago/)
    expect(report).toMatch(/failed +this one has expired/)
    expect(report).toContain('tls.expired')
  })

  it.each(['expired', 'early', 'self'] as const)('is talked to all the same with --insecure (%s)', async (name) => {
    const run = await connectInTerminal(url(name), ['--insecure', '--send', 'all the same', '--count', '1'])
    expect(run).toMatchObject({ status: 0, received: [{ data: 'all the same' }], handshake: { tls: { authorized: false } } })
  })

  it('of TLS 1.2 only is talked to by 1.2, and says so to who wants 1.3', async () => {
    const run = await connectInTerminal(url('old'), [...TRUSTING, '--send', 'old', '--count', '1'])
    expect(run).toMatchObject({ status: 0, received: [{ data: 'old' }], handshake: { tls: { version: 'TLSv1.2' } } })
    expect(await connectInTerminal(url('old'), [...TRUSTING, '--tls-min', '1.3'])).toMatchObject({
      status: 4,
      error: { code: 'tls.version', message: expect.stringContaining('offered, TLS 1.3 (') },
      handshake: { tls: null },
    })
  })

  it('without a cipher in common refuses', async () => {
    expect(await connectInTerminal(url('cipher'), TRUSTING)).toMatchObject({
      status: 4,
      error: { code: 'tls.refused', message: expect.stringContaining('handshake failure'), hint: expect.stringContaining('cipher') },
    })
  })

  it('that wants a client certificate says so', async () => {
    expect((await connectInTerminal(url('mutual'), TRUSTING)).error?.code).toBe('tls.client-demanded')
    expect((await connectInTerminal(url('mutual'), showing('self-signed'))).error?.code).toBe('tls.client-refused')
    const run = await connectInTerminal(url('mutual'), [...showing('client'), '--send', 'it is me', '--count', '1'])
    expect(run).toMatchObject({ status: 0, received: [{ data: 'it is me' }] })
  })

  it('whose server is away breaks off after TLS', async () => {
    expect(await connectInTerminal(url('gone'), TRUSTING)).toMatchObject({
      error: { code: expect.stringMatching(/^(?:tcp\.reset|handshake\.closed)$/), message: expect.stringContaining('before it answered') },
      handshake: { tls: { authorized: true }, response: null },
    })
  })
})
