import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CertificateFiles, copyCertificate, showing, TRUSTING } from './support/certificates.ts'
import { freePorts } from './support/daemon.ts'
import { APACHE, has } from './support/programs.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal, explainInTerminal } from './support/terminal.ts'

const MODULES = [
  ...['mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_user', 'auth_basic', 'auth_digest'],
  ...['alias', 'headers', 'proxy', 'proxy_http', 'proxy_wstunnel', 'ssl', 'socache_shmcb'],
]

interface Setting {
  readonly folder: string
  readonly plain: number
  readonly secure: number
  readonly behind: number
}

const hashed = (kind: 'md5' | 'sha1', text: string, form: 'hex' | 'base64'): string => createHash(kind).update(text).digest(form)

/** "ann" with the password "secret", for Basic and for Digest in the realm "Private". */
const BASIC_USERS = `ann:{SHA}${hashed('sha1', 'secret', 'base64')}\n`
const DIGEST_USERS = `ann:Private:${hashed('md5', 'ann:Private:secret', 'hex')}\n`

const configOf = ({ folder, plain, secure, behind }: Setting, { cert, key, authority }: CertificateFiles): string => `
ServerRoot ${folder}
ServerName localhost
DefaultRuntimeDir ${folder}
PidFile ${folder}/apache.pid
Mutex posixsem
ErrorLog ${folder}/error.log
DocumentRoot ${folder}
${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
Listen 127.0.0.1:${plain}
Listen 127.0.0.1:${secure}
Timeout 3
ProxyTimeout 3
ProxyPass /echo ws://127.0.0.1:${behind}/echo
ProxyPass /upgraded http://127.0.0.1:${behind}/echo upgrade=websocket
ProxyPass /stripped http://127.0.0.1:${behind}/ping
ProxyPass /gone ws://127.0.0.1:1/
ProxyPass /basic ws://127.0.0.1:${behind}/echo
ProxyPass /digest ws://127.0.0.1:${behind}/echo
Redirect 301 /moved /echo
Redirect 302 /found /moved
Redirect 307 /kept /found
Redirect 308 /for-good /kept
Redirect 410 /gone-for-good
Redirect 500 /broken
Redirect 429 /limited
Header always set Retry-After 30 "expr=%{REQUEST_STATUS} == 429"
<Location /basic>
  AuthType Basic
  AuthName "Staff \\"only\\""
  AuthUserFile ${folder}/basic
  Require valid-user
</Location>
<Location /digest>
  AuthType Digest
  AuthName Private
  AuthDigestProvider file
  AuthUserFile ${folder}/digest
  Require valid-user
</Location>
<Location /forbidden>
  Require all denied
</Location>
<VirtualHost 127.0.0.1:${secure}>
  SSLEngine on
  SSLCertificateFile ${cert}
  SSLCertificateKeyFile ${key}
  SSLCACertificateFile ${authority}
  SSLVerifyClient require
  SSLProtocol -all +TLSv1.2 +TLSv1.3
</VirtualHost>
`

describe.skipIf(!has(APACHE))('apache', () => {
  let stage: Stage
  let [url, secureUrl, plainToSecureUrl] = ['', '', '']
  beforeAll(async () => {
    stage = await openStage()
    const { folder, behind } = stage
    const [plain = 0, secure = 0] = await freePorts(2)
    folder.write('basic', BASIC_USERS)
    folder.write('digest', DIGEST_USERS)
    const setting = { folder: folder.path, plain, secure, behind: behind.port }
    const config = folder.write('apache.conf', configOf(setting, copyCertificate(folder, 'good')))
    await stage.start(APACHE, ['-f', config, '-D', 'FOREGROUND'], secure)
    url = `ws://127.0.0.1:${plain}`
    secureUrl = `wss://localhost:${secure}`
    plainToSecureUrl = `ws://127.0.0.1:${secure}`
  })
  afterAll(() => stage.close())

  describe('as a reverse proxy', () => {
    it.each(['/echo', '/upgraded'])('passes the WebSocket through, by mod_proxy_wstunnel and by mod_proxy_http (%s)', async (path) => {
      const run = await connectInTerminal(url + path, ['--send', 'hello', '--count', '1'])
      expect(run.received.map(({ data }) => data)).toEqual(['hello'])
      expect(run).toMatchObject({ status: 0, error: null, close: { code: 1000, clean: true } })
    })

    it('that does not pass the upgrade on shows by the answer of the server behind', async () => {
      const run = await connectInTerminal(`${url}/stripped`)
      expect(run).toMatchObject({
        status: 3,
        error: { code: 'handshake.upgrade-required', hint: expect.stringContaining('pass the Upgrade and Connection headers on') },
        handshake: { response: { status: 426 } },
      })
    })

    it('that cuts an idle connection is told as lost', async () => {
      const run = await connectInTerminal(`${url}/echo`, ['--send', 'hello', '--duration', '20000'])
      expect(run).toMatchObject({ status: 5, received: [{ data: 'hello' }], error: { code: 'connection.lost' }, close: { code: 1006 } })
    })

    it.each([
      ['/forbidden', 403, 'handshake.forbidden', 'does not allow it', "You don't have permission"],
      ['/nowhere', 404, 'handshake.not-found', 'nothing at this path', 'was not found on this server'],
      ['/gone-for-good', 410, 'handshake.not-found', 'is gone', 'no longer available'],
      ['/limited', 429, 'handshake.too-many-requests', 'it asks to wait 30 s', 'too many requests in a given amount of time'],
      ['/broken', 500, 'handshake.server-failed', 'it failed', 'internal error'],
      ['/gone', 503, 'handshake.unavailable', 'cannot serve this now', 'temporarily unable'],
    ])('%s: %i is %s, with the body', async (path, status, code, sentence, body) => {
      const run = await connectInTerminal(url + path)
      expect(run).toMatchObject({
        status: 3,
        error: { code, message: expect.stringContaining(sentence), hint: expect.stringMatching(/\w/) },
        handshake: { response: { status } },
      })
      expect(run.handshake.response?.body?.text?.replace(/\s+/g, ' ')).toContain(body)
    })
  })

  describe('that wants credentials', () => {
    it('by Basic takes them', async () => {
      const without = await connectInTerminal(`${url}/basic`)
      expect(without).toMatchObject({
        status: 3,
        error: {
          code: 'handshake.unauthorized',
          message: expect.stringContaining('by Basic (realm "Staff "only"").'),
          hint: expect.stringContaining('user name'),
        },
      })
      const run = await connectInTerminal(`${url}/basic`, ['--user', 'ann:secret', '--send', 'in', '--count', '1'])
      expect(run).toMatchObject({ status: 0, received: [{ data: 'in' }] })
    })

    it('by Digest is refused, with its challenge', async () => {
      const run = await connectInTerminal(`${url}/digest`, ['--user', 'ann:secret'])
      expect(run).toMatchObject({
        status: 3,
        error: {
          code: 'handshake.unauthorized',
          message: expect.stringContaining('it does not accept the credentials that were sent; it takes Digest (realm "Private", MD5).'),
          hint: expect.stringContaining('Sockscope sends Basic, Bearer and API keys'),
        },
      })
      const [, challenge] = run.handshake.response?.headers.find(([name]) => name === 'WWW-Authenticate') ?? []
      expect(challenge).toMatch(/^Digest realm="Private", nonce="[^"]+", algorithm=MD5, qop="auth"$/)
      const { report } = await explainInTerminal(`${url}/digest`)
      expect(report).toMatch(/WWW-Authenticate: Digest realm="Private", nonce=/)
      expect(report).toMatch(/it wants credentials by Digest \(realm "Private", MD5\)/)
    })
  })

  it('that redirects is followed by 308, 307, 302 and 301', async () => {
    const run = await connectInTerminal(`${url}/for-good`, ['--max-redirects', '4', '--send', 'there', '--count', '1'])
    expect(run.hops.map(({ response }) => response?.status)).toEqual([308, 307, 302, 301, 101])
    expect(run.hops[0]?.response?.body?.text).toContain('Permanent Redirect')
    expect(run).toMatchObject({ status: 0, received: [{ data: 'there' }] })
  })

  describe('with mutual TLS', () => {
    it.each(['1.2', '1.3'])('over TLS %s takes a certificate of its authority, and says what it misses or refuses', async (version) => {
      const only = ['--tls-min', version, '--tls-max', version]
      const run = await connectInTerminal(`${secureUrl}/echo`, [...showing('client'), ...only, '--send', 'it is me', '--count', '1'])
      expect(run).toMatchObject({
        status: 0,
        received: [{ data: 'it is me' }],
        handshake: { tls: { version: `TLSv${version}`, authorized: true } },
      })
      expect((await connectInTerminal(`${secureUrl}/echo`, [...TRUSTING, ...only])).error?.code).toBe('tls.client-demanded')
      expect((await connectInTerminal(`${secureUrl}/echo`, [...showing('self-signed'), ...only])).error?.code).toBe('tls.client-refused')
    })

    it('asked in plain text says so in the body', async () => {
      const run = await connectInTerminal(`${plainToSecureUrl}/echo`)
      expect(run).toMatchObject({ status: 3, error: { code: 'handshake.bad-request', hint: expect.stringContaining('wss://') } })
      expect(run.handshake.response?.body?.text).toContain('plain HTTP to an SSL-enabled server port')
    })
  })
})
