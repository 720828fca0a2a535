import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { startHttpProxy, startSocksProxy } from '#test/support/proxies.ts'
import { readProxy, readResolve, readUser, tlsVersion } from '../../cli/connect/reach-options.ts'
import { type Answerer, AUTHORITY_FILE, fixture, serve, serveTls, switching } from '../engine/handshake/bench.ts'
import { ofType, recordsOf, run } from './terminal.ts'

const CLOSE_NOW = Buffer.from('880203e8', 'hex')

/** Becomes a WebSocket, says goodbye, and answers nothing more; `/to/…` redirects there. */
function answering(heads: string[] = []): Answerer {
  return (socket, head) => {
    heads.push(head)
    const [, location] = /^GET \/to(\/\S*) /.exec(head) ?? []
    if (location === undefined) socket.end(Buffer.concat([Buffer.from(switching(head)), CLOSE_NOW]))
    else socket.write(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`)
  }
}

async function connected(...args: string[]) {
  const { status, stdout, stderr } = await run(['connect', '--json', ...args])
  const records = recordsOf(stdout)
  return { status, stderr, hops: ofType(records, 'handshake'), error: ofType(records, 'error')[0]?.code ?? null }
}

describe('sockscope connect reaches a server', () => {
  it('by redirects, as many as it may', async () => {
    const { port } = await serve(answering())
    const url = `ws://127.0.0.1:${port}/to/to/end`
    const { status, hops } = await connected(url, '--max-redirects', '2')
    expect(status).toBe(0)
    expect(hops.map(({ hop, response }) => [hop, response?.status])).toEqual([
      [0, 302],
      [1, 302],
      [2, 101],
    ])
    expect(await connected(url, '--max-redirects', '1')).toMatchObject({ status: 3, error: 'redirect.too-many' })
    expect(await connected(url)).toMatchObject({ status: 3, error: 'handshake.redirected' })
  })

  it('and says in its lines where a redirect led', async () => {
    const { port } = await serve(answering())
    const { stdout } = await run(['connect', `ws://127.0.0.1:${port}/to/end`, '--max-redirects', '5'])
    expect(stdout).toMatch(/302 Found\n {3}note +The redirect to "ws:\/\/127\.0\.0\.1:\d+\/end" was followed\.\n/)
    expect(stdout).not.toContain('should be 101')
  })

  it.each([
    ['certificate and key', ['--cert', fixture('client.pem'), '--key', fixture('client-encrypted.key'), '--passphrase', 'word']],
    ['a PFX file', ['--pfx', fixture('client.p12'), '--passphrase', 'word']],
  ])('with %s, name and version of TLS', async (_, args) => {
    const options = { requestCert: true, rejectUnauthorized: true, ca: readFileSync(AUTHORITY_FILE) }
    const { port } = await serveTls('other-name', answering(), options)
    const given = ['--ca', AUTHORITY_FILE, '--servername', 'one.example', '--tls-max', '1.2', ...args]
    const { status, hops } = await connected(`wss://127.0.0.1:${port}/`, ...given)
    expect(status).toBe(0)
    expect(hops[0]?.tls).toMatchObject({ version: 'TLSv1.2', servername: 'one.example', chain: [{ keyBits: 256 }, {}] })
  })

  it('not without what it asks for, nor with a key that does not open', async () => {
    const { port } = await serveTls('good', answering(), { requestCert: true, rejectUnauthorized: true, ca: readFileSync(AUTHORITY_FILE) })
    const url = `wss://127.0.0.1:${port}/`
    expect(await connected(url, '--ca', AUTHORITY_FILE)).toMatchObject({ status: 4, error: 'tls.client-demanded' })
    const wrong = await connected(url, '--pfx', fixture('client.p12'), '--passphrase', 'guess')
    expect(wrong).toMatchObject({ status: 2, error: 'tls.passphrase' })
    expect(wrong.stderr).not.toContain('guess')
  })

  it('by proxies, named or from the environment', async () => {
    const { port } = await serve(answering())
    const [http, socks] = [await startHttpProxy({ leadsTo: port, credentials: 'a:b' }), await startSocksProxy({ leadsTo: port })]
    const named = await connected('ws://server.test/', '--proxy', `http://a:b@127.0.0.1:${http.port}`)
    expect(named).toMatchObject({ status: 0, hops: [{ proxy: { kind: 'http', source: 'spec', response: { status: 200 } } }] })
    const { stdout } = await run(['connect', '--json', 'ws://server.test/'], {
      environment: { all_proxy: `socks5://127.0.0.1:${socks.port}`, http_proxy: '', HTTP_PROXY: '', no_proxy: '', NO_PROXY: '' },
    })
    expect(ofType(recordsOf(stdout), 'handshake')[0]?.proxy).toMatchObject({ kind: 'socks5', source: 'all_proxy' })
  })

  it('not by a proxy that refuses, and shows its answer', async () => {
    const proxy = await startHttpProxy({ leadsTo: 1, credentials: 'a:b' })
    const { status, stdout } = await run(['connect', 'ws://server.test/', '--proxy', `http://127.0.0.1:${proxy.port}`])
    expect(status).toBe(4)
    expect(stdout).toMatch(/proxy +http:\/\/127\.0\.0\.1:\d+ 407 Proxy Authentication Required\n/)
    expect(stdout).toContain('Proxy-Authenticate: Basic realm="tests"')
    expect(await connected('ws://server.test/', '--proxy', 'ftp://x')).toMatchObject({ status: 2, error: 'proxy.invalid' })
  })

  it('where a name is told to lead, by one kind of address', async () => {
    const heads: string[] = []
    const { port } = await serve(answering(heads))
    const { status, hops } = await connected(`ws://server.test:${port}/`, '-4', '--resolve', `server.test:${port}:127.0.0.1`)
    expect(status).toBe(0)
    expect(hops[0]).toMatchObject({ attempts: [{ address: '127.0.0.1', outcome: 'connected' }] })
    expect(await connected(`ws://127.0.0.1:${port}/`, '-6')).toMatchObject({ status: 4, error: 'dns.not-found' })
    expect((await run(['connect', 'ws://x/', '-4', '-6'])).status).toBe(2)
  })

  it('with user and cookies', async () => {
    const heads: string[] = []
    const { port } = await serve(answering(heads))
    await connected(`ws://127.0.0.1:${port}/`, '--user', 'me:wörd', '--cookie', 'a=1', '--cookie', 'b=2')
    expect(heads[0]).toContain(`\r\nAuthorization: Basic ${Buffer.from('me:wörd').toString('base64')}\r\nCookie: a=1; b=2\r\n`)
  })
})

describe('the values of these options', () => {
  it('are read as people write them', () => {
    expect(readResolve('a.test:443:192.0.2.1')).toEqual({ host: 'a.test', port: 443, address: '192.0.2.1' })
    expect(readResolve('a.test:443:[2001:db8::1]')).toEqual({ host: 'a.test', port: 443, address: '2001:db8::1' })
    expect(readResolve('a.test:443:2001:db8::1').address).toBe('2001:db8::1')
    expect(readProxy('none')).toEqual({ mode: 'none', url: '' })
    expect(['1.2', 'TLSv1.2', 'tls1.0'].map(tlsVersion('--tls-min'))).toEqual(['TLSv1.2', 'TLSv1.2', 'TLSv1'])
  })

  it('are refused otherwise', () => {
    for (const text of ['', 'a.test', 'a.test:443', 'a.test:0:1.2.3.4', 'a.test:99999:1.2.3.4', ':443:1.2.3.4']) {
      expect(() => readResolve(text), text).toThrow()
    }
    for (const text of ['', '2', 'SSLv3']) expect(() => tlsVersion('--tls-min')(text), text).toThrow()
    expect(() => readUser('me')).toThrow()
  })
})
