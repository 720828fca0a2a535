import { readFileSync } from 'node:fs'
import type { TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { type ClientCertificate, DEFAULT_SPEC, type TlsOptions } from '#shared/model/spec.ts'
import { type Answerer, AUTHORITY_FILE, attempt, fixture, serve, serveRaw, serveTls, specOf, switching } from './bench.ts'

const NONE = DEFAULT_SPEC.tls.clientCertificate
const trusting = (changes: Partial<TlsOptions> = {}) => ({ tls: { ...DEFAULT_SPEC.tls, caFiles: [AUTHORITY_FILE], ...changes } })
const open: Answerer = (socket, head) => socket.write(switching(head))
const wanting = { requestCert: true, rejectUnauthorized: true, ca: readFileSync(AUTHORITY_FILE) }

/** Opens with a client certificate at a server that demands one; answers what the server saw of it. */
async function shown(clientCertificate: Partial<ClientCertificate>) {
  const subjects: unknown[] = []
  const answer: Answerer = (socket, head) => {
    subjects.push((socket as TLSSocket).getPeerCertificate().subject.CN)
    open(socket, head)
  }
  const { port } = await serveTls('good', answer, wanting)
  const { report, error } = await attempt(
    specOf(`wss://localhost:${port}/`, trusting({ clientCertificate: { ...NONE, ...clientCertificate } })),
  )
  return { report, error, subjects }
}

describe('a client certificate', () => {
  const both = { certFile: fixture('client.pem'), keyFile: fixture('client.key') }

  it.each([
    ['certificate and key', both, 'O=Sockscope tests, CN=client'],
    ['an encrypted key', { ...both, keyFile: fixture('client-encrypted.key'), passphrase: 'word' }, 'O=Sockscope tests, CN=client'],
    ['a PFX file', { pfxFile: fixture('client.p12'), passphrase: 'word' }, fixture('client.p12')],
  ])('of %s opens what demands one', async (_, given, subject) => {
    const { report, error, subjects } = await shown(given)
    expect(error).toBeNull()
    expect(subjects).toEqual(['client'])
    expect(report.tls?.clientCertificate).toBe(subject)
  })

  it.each([
    ['is not there', { ...both, certFile: '/no/such.pem' }, 'tls.client-unreadable', /no such file/],
    ['is no certificate', { ...both, certFile: fixture('make.sh') }, 'tls.client-unreadable', /no PEM certificate/],
    ['has no key', { certFile: both.certFile }, 'tls.client-unreadable', /no PEM private key/],
    ['has another’s key', { ...both, keyFile: fixture('good.key') }, 'tls.client-unreadable', /does not belong/],
    ['is a key only', { keyFile: both.keyFile }, 'tls.client-unreadable', /no certificate/],
    ['is no PFX file', { pfxFile: both.certFile }, 'tls.client-unreadable', /not a PFX/],
    [
      'is a PFX file of long ago',
      { pfxFile: fixture('client-old.p12'), passphrase: 'word' },
      'tls.client-unreadable',
      /not supported any more/,
    ],
    ['wants a passphrase', { ...both, keyFile: fixture('client-encrypted.key') }, 'tls.passphrase', /is encrypted/],
    ['wants another passphrase', { ...both, keyFile: fixture('client-encrypted.key'), passphrase: 'x' }, 'tls.passphrase', /does not open/],
    ['is a PFX file that wants a passphrase', { pfxFile: fixture('client.p12') }, 'tls.passphrase', /is encrypted/],
    ['is a PFX file that wants another', { pfxFile: fixture('client.p12'), passphrase: 'x' }, 'tls.passphrase', /does not open/],
  ])('that %s is refused before anything is connected', async (_, given, code, message) => {
    const { report, error } = await shown(given)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(error?.message).not.toContain('word')
    expect(report).toMatchObject({ peer: null, failure: { code } })
  })

  it.each([
    ['certificate_required', 116],
    ['bad_certificate', 42],
    ['unknown_ca', 48],
  ])('that the server misses, or does not accept (alert %s), is named', async (_, alert) => {
    const server = await serveRaw((socket) => {
      socket.once('data', () => socket.end(Uint8Array.of(0x15, 3, 3, 0, 2, 2, alert)))
    })
    const url = `wss://localhost:${server.port}/`
    expect((await attempt(specOf(url))).error?.code).toBe('tls.client-demanded')
    expect((await attempt(specOf(url, trusting({ clientCertificate: { ...NONE, ...both } })))).error?.code).toBe('tls.client-refused')
  })

  it('is not shown to another origin that a redirect leads to', async () => {
    const subjects: unknown[] = []
    const second = await serveTls(
      'good',
      (socket, head) => {
        subjects.push((socket as TLSSocket).getPeerCertificate().subject?.CN)
        open(socket, head)
      },
      { ...wanting, rejectUnauthorized: false },
    )
    const first = await serve(
      (socket) => void socket.write(`HTTP/1.1 302 Found\r\nLocation: wss://localhost:${second.port}/\r\nContent-Length: 0\r\n\r\n`),
    )
    const options = { ...DEFAULT_SPEC.options, maxRedirects: 1 }
    const { report } = await attempt(
      specOf(`ws://localhost:${first.port}/`, {
        ...trusting({ clientCertificate: { ...NONE, ...both }, servername: 'localhost' }),
        options,
      }),
    )
    expect(report).toMatchObject({
      hop: 1,
      failure: null,
      tls: { clientCertificate: null },
      notes: [{ id: 'credentials-dropped', text: expect.stringContaining('not sent to it: the client certificate') }],
    })
    expect(subjects).toEqual([undefined])
  })
})

describe('the TLS options', () => {
  it('send the server name they give, and hold the certificate against it', async () => {
    const { port } = await serveTls('other-name', open)
    const { report, error } = await attempt(specOf(`wss://127.0.0.1:${port}/`, trusting({ servername: 'a.two.example' })))
    expect(error).toBeNull()
    expect(report.tls?.servername).toBe('a.two.example')
    const wrong = await attempt(specOf(`wss://127.0.0.1:${port}/`, trusting({ servername: 'localhost' })))
    expect(wrong.error).toMatchObject({ code: 'tls.wrong-name', message: expect.stringContaining('"localhost"') })
  })

  it.each(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const)('hold to %s where it is the only one', async (version) => {
    const { port } = await serveTls('good', open, { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' })
    for (const tls of [{ minVersion: version, maxVersion: version }, { maxVersion: version }]) {
      const { report } = await attempt(specOf(`wss://localhost:${port}/`, trusting(tls)))
      expect(report).toMatchObject({ failure: null, tls: { version } })
    }
  })

  it('refuse a server that is below the least version', async () => {
    const { port } = await serveTls('good', open, { maxVersion: 'TLSv1.2' })
    const { error } = await attempt(specOf(`wss://localhost:${port}/`, trusting({ minVersion: 'TLSv1.3' })))
    expect(error?.code).toBe('tls.version')
  })

  it('offer by ALPN what they list, in that order, or nothing', async () => {
    const { port } = await serveTls('good', open, { ALPNProtocols: ['odd', 'http/1.1'] })
    const alpnOf = async (alpn: readonly string[]) =>
      (await attempt(specOf(`wss://localhost:${port}/`, trusting({ alpn })))).report.tls?.alpn
    expect(await alpnOf(['http/1.1', 'odd'])).toBe('odd')
    expect(await alpnOf(['http/1.1'])).toBe('http/1.1')
    expect(await alpnOf([])).toBeNull()
  })

  it.each([
    ['a server name that is an address', { servername: '127.0.0.1' }],
    ['a server name with a line break', { servername: 'a\nb' }],
    ['versions the wrong way round', { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2' }],
    ['an empty ALPN name', { alpn: [''] }],
    ['an ALPN name that is too long', { alpn: ['x'.repeat(256)] }],
  ] as const)('are refused with %s', async (_, tls) => {
    expect((await attempt(specOf('wss://localhost:1/', trusting(tls)))).error?.code).toBe('input.invalid')
    expect((await attempt(specOf('ws://localhost:1/', trusting(tls)))).error?.code).toBe('tcp.refused')
  })
})

describe('the certificate chain', () => {
  it('is told from the server’s certificate up to its authority, as it was sent', async () => {
    const cert = ['good.pem', 'authority.pem'].map((file) => readFileSync(fixture(file), 'utf8')).join('')
    const { port } = await serveTls('good', open, { cert })
    const { report } = await attempt(specOf(`wss://localhost:${port}/`, trusting()))
    expect(report.tls?.chain).toEqual([
      {
        subject: 'O=Sockscope tests, CN=good',
        issuer: 'O=Sockscope tests, CN=Sockscope test authority',
        names: ['DNS:localhost', 'IP Address:127.0.0.1', 'IP Address:0:0:0:0:0:0:0:1'],
        validFrom: '2025-01-01T00:00:00.000Z',
        validTo: '2125-01-01T00:00:00.000Z',
        keyType: 'ec',
        keyBits: 256,
        curve: 'prime256v1',
        serialNumber: expect.stringMatching(/^[0-9A-F]+$/),
        isAuthority: false,
        fingerprint256: report.tls?.fingerprint256,
        pem: readFileSync(fixture('good.pem'), 'utf8'),
      },
      expect.objectContaining({ subject: 'O=Sockscope tests, CN=Sockscope test authority', isAuthority: true }),
    ])
  })

  it('is told where it is not trusted, too', async () => {
    const { port } = await serveTls('self-signed', open)
    const { report } = await attempt(specOf(`wss://localhost:${port}/`))
    expect(report).toMatchObject({ failure: { code: 'tls.self-signed' }, tls: { chain: [{ subject: 'O=Sockscope tests, CN=localhost' }] } })
  })
})
