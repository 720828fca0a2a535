import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CertificateFiles, copyCertificate, showing, TRUSTING } from './support/certificates.ts'
import { freePorts } from './support/daemon.ts'
import { HAPROXY, has } from './support/programs.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal, explainInTerminal } from './support/terminal.ts'

interface Ports {
  readonly plain: number
  readonly mutual12: number
  readonly mutual13: number
  readonly strict: number
  readonly behind: number
  /** Of a server that takes connections and never answers. */
  readonly mute: number
}

const configOf = ({ plain, mutual12, mutual13, strict, behind, mute }: Ports, { both, authority }: CertificateFiles): string => `
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 2s
  timeout tunnel 2s
  retries 0
userlist staff
  user ann insecure-password secret
frontend plain
  bind 127.0.0.1:${plain}
  http-request deny deny_status 403 if { path /403 }
  http-request return status 404 content-type text/plain string "no such room" if { path /404 }
  http-request return status 426 content-type text/plain string "h2c here" hdr Upgrade h2c if { path /426 }
  http-request return status 429 content-type text/plain string "slow down" hdr Retry-After 7 if { path /429 }
  http-request deny deny_status 500 if { path /500 }
  http-request reject if { path /reject }
  http-request redirect code 301 location /echo if { path /301 }
  http-request redirect code 302 location /301 if { path /302 }
  http-request redirect code 303 location /302 if { path /303 }
  http-request redirect code 307 location /303 if { path /307 }
  http-request redirect code 308 location /307 if { path /308 }
  http-request redirect code 302 location /ring/2 if { path /ring/1 }
  http-request redirect code 302 location /ring/1 if { path /ring/2 }
  http-request auth realm Staff if { path /auth } !{ http_auth(staff) }
  http-request set-path /echo if { path /auth }
  use_backend gone if { path /gone }
  use_backend mute if { path /mute }
  default_backend echo
backend echo
  server demo 127.0.0.1:${behind}
backend gone
  server away 127.0.0.1:1
backend mute
  server mute 127.0.0.1:${mute}
frontend mutual12
  bind 127.0.0.1:${mutual12} ssl crt ${both} ssl-max-ver TLSv1.2 ca-file ${authority} verify required
  default_backend echo
frontend mutual13
  bind 127.0.0.1:${mutual13} ssl crt ${both} ssl-min-ver TLSv1.3 ca-file ${authority} verify required
  default_backend echo
frontend strict
  bind 127.0.0.1:${strict} ssl crt ${both} strict-sni
  default_backend echo
frontend mute
  mode tcp
  bind 127.0.0.1:${mute}
  tcp-request inspect-delay 20s
  tcp-request content accept if { req.len gt 100000 }
  default_backend echo
`

describe.skipIf(!has(HAPROXY))('haproxy', () => {
  let stage: Stage
  let ports: Ports
  let url: string
  beforeAll(async () => {
    stage = await openStage()
    const [plain = 0, mutual12 = 0, mutual13 = 0, strict = 0, mute = 0] = await freePorts(5)
    ports = { plain, mutual12, mutual13, strict, mute, behind: stage.behind.port }
    const config = stage.folder.write('haproxy.cfg', configOf(ports, copyCertificate(stage.folder, 'good')))
    await stage.start(HAPROXY, ['-db', '-f', config], strict)
    url = `ws://127.0.0.1:${plain}`
  })
  afterAll(() => stage.close())

  describe('as a reverse proxy', () => {
    it('passes the WebSocket through', async () => {
      const run = await connectInTerminal(`${url}/echo`, ['--send', 'hello', '--count', '1'])
      expect(run.received.map(({ data }) => data)).toEqual(['hello'])
      expect(run).toMatchObject({ status: 0, error: null, close: { code: 1000, clean: true, initiator: 'local' } })
    })

    it('that cuts an idle connection is told as TCP ended by a FIN, after what was said', async () => {
      const run = await connectInTerminal(`${url}/echo`, ['--send', 'hello', '--duration', '20000'])
      expect(run.received.map(({ data }) => data)).toEqual(['hello'])
      expect(run).toMatchObject({
        status: 5,
        error: {
          code: 'connection.lost',
          message: expect.stringContaining('(FIN)'),
          hint: expect.stringContaining('time-outs of proxies'),
        },
        close: { code: 1006, clean: false, initiator: 'none' },
      })
    })

    it.each([
      ['/403', 403, 'handshake.forbidden', 'does not allow it', 'administrative rules'],
      ['/404', 404, 'handshake.not-found', 'nothing at this path', 'no such room'],
      ['/426', 426, 'handshake.upgrade-required', 'it wants "h2c" to be spoken here', 'h2c here'],
      ['/429', 429, 'handshake.too-many-requests', 'it asks to wait 7 s', 'slow down'],
      ['/500', 500, 'handshake.server-failed', 'it failed', '500 Internal Server Error'],
      ['/gone', 503, 'handshake.unavailable', 'cannot serve this now', 'No server is available'],
      ['/mute', 504, 'handshake.gateway-failed', 'no answer in time', 'respond in time'],
    ])('%s: %i is %s, with the body', async (path, status, code, sentence, body) => {
      const run = await connectInTerminal(url + path)
      expect(run).toMatchObject({
        status: 3,
        error: { code, message: expect.stringContaining(sentence), hint: expect.stringMatching(/\w/) },
        handshake: { response: { status }, negotiated: null },
        close: { code: 1006, initiator: 'none' },
      })
      expect(run.handshake.response?.body?.text).toContain(body)
    })

    it('that wants Basic credentials says for what; those it knows open the connection', async () => {
      const without = await connectInTerminal(`${url}/auth`)
      expect(without).toMatchObject({
        status: 3,
        error: { code: 'handshake.unauthorized', message: expect.stringContaining('it wants credentials by Basic (realm "Staff").') },
        handshake: { response: { status: 401, headers: expect.arrayContaining([['www-authenticate', 'Basic realm="Staff"']]) } },
      })
      const wrong = await connectInTerminal(`${url}/auth`, ['--user', 'ann:wrong'])
      expect(wrong.error).toMatchObject({
        code: 'handshake.unauthorized',
        message: expect.stringContaining('does not accept the credentials'),
      })
      const right = await connectInTerminal(`${url}/auth`, ['--user', 'ann:secret', '--send', 'in', '--count', '1'])
      expect(right).toMatchObject({ status: 0, received: [{ data: 'in' }] })
    })

    it('that ends the connection without an answer is told from one that does not answer', async () => {
      expect(await connectInTerminal(`${url}/reject`)).toMatchObject({
        status: 3,
        error: { code: 'handshake.closed', message: 'The server closed the connection before it answered.' },
        handshake: { response: null },
      })
      expect(await connectInTerminal(`ws://127.0.0.1:${ports.mute}/`, ['--timeout', '3000'])).toMatchObject({
        status: 3,
        error: { code: 'handshake.timeout', message: 'The server did not answer the request within 3000 ms.' },
        handshake: { response: null, timingsMs: { request: null } },
      })
    })
  })

  describe('that redirects', () => {
    it('is not followed unless that is allowed', async () => {
      expect(await connectInTerminal(`${url}/308`)).toMatchObject({
        status: 3,
        error: { code: 'handshake.redirected', message: 'The server answered 308 Permanent Redirect: it redirects to "/307".' },
      })
    })

    it('by 308, 307, 303, 302 and 301 is followed, each hop kept', async () => {
      const run = await connectInTerminal(`${url}/308`, ['--max-redirects', '5', '--send', 'there', '--count', '1'])
      expect(run.hops.map(({ hop, request, response }) => [hop, request?.target, response?.status])).toEqual([
        [0, '/308', 308],
        [1, '/307', 307],
        [2, '/303', 303],
        [3, '/302', 302],
        [4, '/301', 301],
        [5, '/echo', 101],
      ])
      expect(run.hops[0]?.response?.headers).toContainEqual(['location', '/307'])
      expect(run).toMatchObject({ status: 0, received: [{ data: 'there' }] })
    })

    it('in a ring is named at the second visit; too often, at the last that is allowed', async () => {
      const ring = await connectInTerminal(`${url}/ring/1`, ['--max-redirects', '9'])
      expect(ring).toMatchObject({ status: 3, error: { code: 'redirect.loop', message: expect.stringContaining('"/ring/1"') } })
      expect(ring.hops.map(({ request }) => request?.target)).toEqual(['/ring/1', '/ring/2'])
      const long = await connectInTerminal(`${url}/308`, ['--max-redirects', '2'])
      expect(long).toMatchObject({ status: 3, error: { code: 'redirect.too-many', message: expect.stringContaining('2 redirects were') } })
      expect(long.hops).toHaveLength(3)
    })
  })

  describe.each(['mutual12', 'mutual13'] as const)('with mutual TLS (%s)', (name) => {
    const address = () => `wss://localhost:${ports[name]}/echo`
    const version = name === 'mutual12' ? 'TLSv1.2' : 'TLSv1.3'

    it('takes a certificate of its authority', async () => {
      const run = await connectInTerminal(address(), [...showing('client'), '--send', 'it is me', '--count', '1'])
      expect(run).toMatchObject({
        status: 0,
        received: [{ data: 'it is me' }],
        handshake: { tls: { version, authorized: true, clientCertificate: 'O=Sockscope tests, CN=client' } },
      })
    })

    it('says that it misses one', async () => {
      expect(await connectInTerminal(address(), TRUSTING)).toMatchObject({
        status: 4,
        error: {
          code: 'tls.client-demanded',
          message: expect.stringMatching(/alert (?:handshake failure|certificate required)/),
          hint: expect.stringContaining('PEM or PFX'),
        },
        handshake: { response: null },
      })
    })

    it('refuses one that nobody vouches for', async () => {
      expect(await connectInTerminal(address(), showing('self-signed'))).toMatchObject({
        status: 4,
        error: { code: 'tls.client-refused', message: expect.stringContaining('alert unknown ca') },
      })
    })
  })

  describe('with TLS that cannot be agreed on', () => {
    it.each([
      ['mutual13', ['--tls-max', '1.2'], 'offered, TLS 1.2 ('],
      ['mutual12', ['--tls-min', '1.3'], 'offered, TLS 1.3 ('],
    ] as const)('says which versions were offered (%s, %j)', async (name, args, offered) => {
      expect(await connectInTerminal(`wss://localhost:${ports[name]}/echo`, [...TRUSTING, ...args])).toMatchObject({
        status: 4,
        error: { code: 'tls.version', message: expect.stringContaining(offered), hint: expect.stringContaining('TLS options') },
        handshake: { tls: null, request: null },
      })
    })

    it('says that there is no certificate for the name', async () => {
      const run = await connectInTerminal(`wss://localhost:${ports.strict}/echo`, [...TRUSTING, '--servername', 'other.example'])
      expect(run).toMatchObject({
        status: 4,
        error: { code: 'tls.unknown-name', message: expect.stringContaining('no certificate for the name "other.example"') },
      })
    })

    it('says that plain text is no TLS, and explains it', async () => {
      const { status, report } = await explainInTerminal(`wss://127.0.0.1:${ports.plain}/echo`)
      expect(status).toBe(4)
      expect(report).toContain('does not speak TLS here')
      expect(report).toMatch(/try next +Use ws:\/\/ in place of wss:\/\/.*\n +code +tls\.not-tls/)
    })

    it('says that a TLS port was asked without TLS', async () => {
      expect(await connectInTerminal(`ws://127.0.0.1:${ports.strict}/echo`)).toMatchObject({
        status: 3,
        error: { hint: expect.stringContaining('wss://') },
      })
    })
  })
})
