import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from './support/daemon.ts'
import { has, SQUID, TINYPROXY } from './support/programs.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal, explainInTerminal } from './support/terminal.ts'

/** Ports that nobody listens on; the proxies allow the first and forbid the second. */
const [NOBODY, FORBIDDEN] = [1, 9]

const squidConfig = (folder: string, port: number, allowed: number): string => `
http_port 127.0.0.1:${port}
pid_filename none
pinger_enable off
cache deny all
cache_log ${folder}/squid.log
access_log none
coredump_dir ${folder}
visible_hostname squid.test
dns_nameservers 127.0.0.1
dns_timeout 1 second
shutdown_lifetime 0 seconds
auth_param basic program /usr/lib/squid/basic_ncsa_auth ${folder}/users
auth_param basic realm Squid of the tests
acl staff proxy_auth REQUIRED
acl allowed port ${allowed} ${NOBODY}
http_access deny !allowed
http_access allow staff
http_access deny all
`

const tinyproxyConfig = (port: number, allowed: number): string => `
Port ${port}
Listen 127.0.0.1
Timeout 5
MaxClients 10
LogLevel Critical
BasicAuth ann secret
ConnectPort ${allowed}
ConnectPort ${NOBODY}
`

async function startSquid({ folder, behind, start }: Stage): Promise<number> {
  const port = await freePort()
  const { stdout } = spawnSync('openssl', ['passwd', '-apr1', 'secret'], { encoding: 'utf8' })
  folder.write('users', `ann:${stdout}`)
  const config = folder.write('squid.conf', squidConfig(folder.path, port, behind.port))
  await start(SQUID, ['-N', '-f', config], port)
  return port
}

async function startTinyproxy({ folder, behind, start }: Stage): Promise<number> {
  const port = await freePort()
  await start(TINYPROXY, ['-d', '-c', folder.write('tinyproxy.conf', tinyproxyConfig(port, behind.port))], port)
  return port
}

const PROXIES = [
  {
    name: 'squid',
    program: SQUID,
    startProxy: startSquid,
    realm: 'Squid of the tests',
    said: { unreachable: 503, refusal: 'Access Denied' },
  },
  {
    name: 'tinyproxy',
    program: TINYPROXY,
    startProxy: startTinyproxy,
    realm: 'Tinyproxy',
    said: { unreachable: 500, refusal: 'Access violation' },
  },
]

describe.each(PROXIES)('$name as an HTTP proxy', ({ name, program, startProxy, realm, said }) => {
  describe.skipIf(!has(program))('between', () => {
    let stage: Stage
    let [port, url] = [0, '']
    const by = (credentials = 'ann:secret@'): readonly string[] => ['--proxy', `http://${credentials}127.0.0.1:${port}`]
    beforeAll(async () => {
      stage = await openStage()
      port = await startProxy(stage)
      url = `${stage.behind.url}/echo`
    })
    afterAll(() => stage.close())

    it('lets who has credentials through', async () => {
      const run = await connectInTerminal(url, [...by(), '--send', 'through', '--count', '1'])
      expect(run).toMatchObject({
        status: 0,
        received: [{ data: 'through' }],
        handshake: {
          peer: { port },
          proxy: { url: `http://127.0.0.1:${port}`, kind: 'http', source: 'spec', response: { status: 200 } },
          response: { status: 101 },
        },
      })
      expect(run.handshake.proxy?.request).toContain(`CONNECT 127.0.0.1:${stage.behind.port} HTTP/1.1\r\n`)
    })

    it('answers 407 to who has none, and says what it takes', async () => {
      const run = await connectInTerminal(url, by(''))
      expect(run).toMatchObject({
        status: 4,
        error: {
          code: 'proxy.auth-required',
          message: `The proxy wants a user name and password, by Basic (realm "${realm}").`,
          hint: expect.stringContaining(`http://user:password@127.0.0.1:${port}`),
        },
        handshake: { proxy: { response: { status: 407 } }, request: null, response: null },
      })
      expect(run.handshake.proxy?.response?.body?.text).toMatch(/authenticat/i)
    })

    it('does not take wrong ones', async () => {
      const { status, report } = await explainInTerminal(url, by('ann:wrong@'))
      expect(status).toBe(4)
      expect(report).toContain('The proxy did not accept this user name and password')
      expect(report).toMatch(/The proxy's answer, as received\n {5}HTTP\/1\.[01] 40[17] /)
      expect(report).toContain('proxy.auth-refused')
    })

    it('does not connect where its rules forbid it', async () => {
      const run = await connectInTerminal(`ws://127.0.0.1:${FORBIDDEN}/`, by())
      expect(run).toMatchObject({
        status: 4,
        error: { code: 'proxy.refused', message: expect.stringContaining(`it does not connect to 127.0.0.1 port ${FORBIDDEN}.`) },
        handshake: { proxy: { response: { status: 403 } } },
      })
      const { body, statusText } = run.handshake.proxy?.response ?? {}
      expect(`${statusText} ${body?.text}`).toContain(said.refusal)
    })

    it('says that it did not get through', async () => {
      const run = await connectInTerminal(`ws://127.0.0.1:${NOBODY}/`, by())
      expect(run).toMatchObject({
        status: 4,
        error: {
          code: 'proxy.target-unreachable',
          message: expect.stringContaining(`it did not get through to 127.0.0.1 port ${NOBODY}`),
          hint: expect.stringContaining('from where the proxy stands'),
        },
        handshake: { proxy: { response: { status: said.unreachable } } },
      })
      if (name === 'squid') expect(run.error?.message).toContain('(ERR_CONNECT_FAIL')
    })

    it('says that it does not know the name', async () => {
      const run = await connectInTerminal(`ws://no-such-name.invalid:${NOBODY}/`, [...by(), '--timeout', '30000'])
      expect(run).toMatchObject({
        status: 4,
        error: { code: 'proxy.target-unreachable', message: expect.stringContaining('no-such-name.invalid port 1') },
        handshake: { attempts: [{ outcome: 'connected' }], timingsMs: { dns: null } },
      })
    })

    it('asked as another kind of proxy is no such proxy', async () => {
      const overTls = await connectInTerminal(url, ['--proxy', `https://127.0.0.1:${port}`, '--timeout', '4000'])
      expect(overTls).toMatchObject({
        status: 4,
        error: { code: 'proxy.tls-failed', hint: expect.stringContaining('http:// in place of https://') },
      })
      const socks = await connectInTerminal(url, ['--proxy', `socks5://127.0.0.1:${port}`, '--timeout', '4000'])
      expect(['proxy.closed', 'proxy.malformed', 'handshake.timeout']).toContain(socks.error?.code)
      expect(socks.error?.hint).toContain('another kind (http, https, socks5)')
    })
  })
})
