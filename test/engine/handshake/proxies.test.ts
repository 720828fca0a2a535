import { describe, expect, it } from 'vitest'
import { chooseProxy } from '#engine/handshake/proxy/choose-proxy.ts'
import { resolveTarget } from '#engine/handshake/target.ts'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { startHttpProxy, startSocksProxy } from '#test/support/proxies.ts'
import { type Answerer, AUTHORITY_FILE, attempt, serve, serveRaw, serveTls, specOf, switching } from './bench.ts'

const open: Answerer = (socket, head) => socket.write(switching(head))
const trusting = { tls: { ...DEFAULT_SPEC.tls, caFiles: [AUTHORITY_FILE] } }
const by = (url: string): Pick<ConnectionSpec, 'proxy'> => ({ proxy: { mode: 'manual', url } })
const encoded = (text: string): string => Buffer.from(text).toString('base64')

async function refused(proxyUrl: string, url = 'ws://server.test:99/') {
  const { error, report } = await attempt(specOf(url, by(proxyUrl)))
  expect(report.failure).toEqual({ code: error?.code, message: error?.message, hint: error?.hint })
  expect(report.request).toBeNull()
  return report
}

describe('a proxy for CONNECT', () => {
  it('opens a tunnel, and its answer is kept exactly', async () => {
    const server = await serve(open)
    const proxy = await startHttpProxy({ leadsTo: server.port })
    const { report, error } = await attempt(specOf('ws://server.test:99/a', by(`http://127.0.0.1:${proxy.port}`)))
    expect(error).toBeNull()
    expect(proxy.heads).toEqual(['CONNECT server.test:99 HTTP/1.1\r\nHost: server.test:99\r\nUser-Agent: sockscope/test\r\n\r\n'])
    expect(report).toMatchObject({
      url: 'ws://server.test:99/a',
      peer: { address: '127.0.0.1', port: proxy.port },
      proxy: {
        url: `http://127.0.0.1:${proxy.port}`,
        kind: 'http',
        source: 'spec',
        tls: null,
        request: proxy.heads[0],
        response: {
          status: 200,
          headers: [['Via', 'tests']],
          raw: 'HTTP/1.1 200 Connection established\r\nVia: tests\r\n\r\n',
          body: null,
        },
        socksAnswer: null,
      },
      timingsMs: { dns: null, tcp: expect.any(Number), proxy: expect.any(Number), tls: null, request: expect.any(Number) },
    })
  })

  it('carries TLS with the server, whose name it was asked for', async () => {
    const server = await serveTls('good', open)
    const proxy = await startHttpProxy({ leadsTo: server.port })
    const { report } = await attempt(specOf('wss://localhost:9/', { ...trusting, ...by(`127.0.0.1:${proxy.port}`) }))
    expect(report).toMatchObject({ failure: null, tls: { servername: 'localhost', authorized: true }, proxy: { tls: null } })
  })

  it('is spoken to over TLS, and TLS with the server goes through that', async () => {
    const server = await serveTls('good', open)
    const proxy = await startHttpProxy({ leadsTo: server.port, isSecure: true })
    const { report } = await attempt(specOf('wss://localhost:9/', { ...trusting, ...by(`https://127.0.0.1:${proxy.port}`) }))
    expect(report).toMatchObject({ failure: null, tls: { authorized: true }, proxy: { kind: 'https', tls: { authorized: true } } })
    const plain = await serve(open)
    const second = await startHttpProxy({ leadsTo: plain.port, isSecure: true })
    const { opened } = await attempt(specOf('ws://localhost:9/', { ...trusting, ...by(`https://127.0.0.1:${second.port}`) }))
    expect(opened?.report.failure).toBeNull()
  })

  it('gets the user name and password of its address, and the server does not', async () => {
    let head = ''
    const server = await serve((socket, text) => {
      head = text
      open(socket, text)
    })
    const proxy = await startHttpProxy({ leadsTo: server.port, credentials: 'me@x:wörd' })
    const { report } = await attempt(specOf('ws://server.test/', by(`http://me%40x:w%C3%B6rd@127.0.0.1:${proxy.port}/`)))
    expect(report.failure).toBeNull()
    expect(proxy.heads[0]).toContain(`Proxy-Authorization: Basic ${encoded('me@x:wörd')}\r\n`)
    expect(head).not.toContain('uthorization')
    expect(report.proxy?.url).not.toContain('me')
  })

  it('asks for IPv6 addresses in brackets', async () => {
    const server = await serve(open)
    const proxy = await startHttpProxy({ leadsTo: server.port })
    await attempt(specOf('ws://[2001:db8::1]/', by(`http://127.0.0.1:${proxy.port}`)))
    expect(proxy.asked).toEqual(['[2001:db8::1]:80'])
  })

  it('that wants credentials says which, with its whole answer', async () => {
    const proxy = await startHttpProxy({ leadsTo: 1, credentials: 'a:b' })
    const report = await refused(`http://127.0.0.1:${proxy.port}`)
    expect(report).toMatchObject({
      failure: {
        code: 'proxy.auth-required',
        message: expect.stringMatching(/^The proxy wants a user name and password, by Basic \(realm "/),
      },
      proxy: { response: { status: 407, body: { text: 'first' } } },
      response: null,
    })
    const wrong = await refused(`http://a:c@127.0.0.1:${proxy.port}`)
    expect(wrong.failure).toMatchObject({ code: 'proxy.auth-refused', message: expect.stringContaining('did not accept') })
  })

  it.each([
    ['403 Forbidden', 'proxy.refused'],
    ['405 Method Not Allowed', 'proxy.refused'],
    ['501 Not Implemented', 'proxy.refused'],
    ['500 Unable to connect', 'proxy.target-unreachable'],
    ['502 Bad Gateway', 'proxy.target-unreachable'],
    ['503 Service Unavailable', 'proxy.target-unreachable'],
    ['504 Gateway Timeout', 'proxy.target-unreachable'],
    ['301 Moved Permanently', 'proxy.refused'],
  ])('that answers %s is %s', async (status, code) => {
    const proxy = await startHttpProxy({ leadsTo: 1, refuse: `HTTP/1.1 ${status}\r\nContent-Length: 3\r\n\r\nwhy` })
    expect(await refused(`http://127.0.0.1:${proxy.port}`)).toMatchObject({
      failure: { code, message: expect.stringContaining(status) },
      proxy: { response: { body: { text: 'why' } } },
    })
  })

  it('that takes Basic for none of its schemes says that this is all that can be sent', async () => {
    const refuse = 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n'
    const proxy = await startHttpProxy({ leadsTo: 1, refuse })
    expect((await refused(`http://127.0.0.1:${proxy.port}`)).failure).toMatchObject({
      message: 'The proxy wants a user name and password, by NTLM.',
      hint: expect.stringContaining('Basic only'),
    })
  })

  it('that answers 401 to credentials did not accept them', async () => {
    const proxy = await startHttpProxy({ leadsTo: 1, refuse: 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n' })
    expect((await refused(`http://127.0.0.1:${proxy.port}`)).failure?.code).toBe('proxy.refused')
    expect((await refused(`http://a:c@127.0.0.1:${proxy.port}`)).failure?.code).toBe('proxy.auth-refused')
  })

  it('that gives its own name for the reason is quoted', async () => {
    const refuse = 'HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\nContent-Length: 0\r\n\r\n'
    const proxy = await startHttpProxy({ leadsTo: 1, refuse })
    expect((await refused(`http://127.0.0.1:${proxy.port}`)).failure?.message).toMatch(/\(ERR_DNS_FAIL 0\)\.$/)
  })

  it('that hangs up, or is none', async () => {
    const silent = await serveRaw((socket) => void socket.once('data', () => socket.end()))
    expect((await refused(`http://127.0.0.1:${silent.port}`)).failure?.code).toBe('proxy.closed')
    const other = await serveRaw((socket) => void socket.write('SSH-2.0-OpenSSH\r\n'))
    expect((await refused(`http://127.0.0.1:${other.port}`)).failure?.code).toBe('proxy.malformed')
    expect((await refused('http://127.0.0.1:1')).failure).toMatchObject({
      code: 'proxy.unreachable',
      message: 'The proxy cannot be reached. Nothing is listening at 127.0.0.1 port 1.',
    })
    const untrusted = await startHttpProxy({ leadsTo: 1, isSecure: true })
    expect((await refused(`https://127.0.0.1:${untrusted.port}`)).failure?.code).toBe('proxy.tls-failed')
    expect((await refused(`https://127.0.0.1:${other.port}`)).failure).toMatchObject({
      code: 'proxy.tls-failed',
      hint: expect.stringContaining('http:// in place of https://'),
    })
  })

  it('that does not answer runs into the time limit', async () => {
    const silent = await serveRaw(() => undefined)
    const { error } = await attempt(specOf('ws://server.test/', by(`http://127.0.0.1:${silent.port}`), 200))
    expect(error).toMatchObject({ code: 'handshake.timeout', message: 'The proxy did not answer within 200 ms.' })
  })
})

describe('a SOCKS5 proxy', () => {
  it.each([
    ['ws://server.test:99/', 'server.test:99', '050100030b7365727665722e746573740063'],
    ['ws://192.0.2.7/', '192.0.2.7:80', '05010001c00002070050'],
    ['ws://[2001:db8::7:0:1]/', '[20010db8000000000000000700000001]:80', null],
  ])('connects to %s', async (url, asked, bytes) => {
    const server = await serve(open)
    const proxy = await startSocksProxy({ leadsTo: server.port })
    const { report, error } = await attempt(specOf(url, by(`socks5h://127.0.0.1:${proxy.port}`)))
    expect(error).toBeNull()
    expect(proxy.asked).toEqual([asked])
    if (bytes !== null) expect(proxy.heads).toEqual(['050100', bytes])
    expect(report).toMatchObject({
      proxy: { kind: 'socks5', request: null, response: null, socksAnswer: '05000500000305626f756e640009' },
      timingsMs: { dns: null, proxy: expect.any(Number) },
    })
  })

  it('carries TLS, and takes a user name and password', async () => {
    const server = await serveTls('good', open)
    const proxy = await startSocksProxy({ leadsTo: server.port, credentials: 'me:word' })
    const { report } = await attempt(specOf('wss://localhost/', { ...trusting, ...by(`socks5://me:word@127.0.0.1:${proxy.port}`) }))
    expect(report).toMatchObject({ failure: null, tls: { authorized: true } })
    expect(proxy.heads.slice(0, 2)).toEqual(['05020002', `01026d6504${Buffer.from('word').toString('hex')}`])
  })

  it('that wants credentials, or others', async () => {
    const proxy = await startSocksProxy({ leadsTo: 1, credentials: 'a:b' })
    const codes = ['', 'a:c@'].map(async (user) => (await refused(`socks5://${user}127.0.0.1:${proxy.port}`)).failure?.code)
    expect(await Promise.all(codes)).toEqual(['proxy.auth-required', 'proxy.auth-refused'])
  })

  it.each([
    [1, 'proxy.failed'],
    [2, 'proxy.refused'],
    [3, 'proxy.target-unreachable'],
    [4, 'proxy.target-unreachable'],
    [5, 'proxy.target-unreachable'],
    [8, 'proxy.refused'],
    [99, 'proxy.failed'],
  ])('that answers %i is %s', async (reply, code) => {
    const proxy = await startSocksProxy({ leadsTo: 1, reply })
    expect((await refused(`socks5://127.0.0.1:${proxy.port}`)).failure?.code).toBe(code)
  })

  it('that is none, or hangs up', async () => {
    const http = await serveRaw((socket) => void socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')))
    expect(await refused(`socks5://127.0.0.1:${http.port}`)).toMatchObject({
      failure: { code: 'proxy.malformed' },
      proxy: { socksAnswer: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n').toString('hex') },
    })
    const silent = await serveRaw((socket) => void socket.once('data', () => socket.end()))
    expect((await refused(`socks5://127.0.0.1:${silent.port}`)).failure?.code).toBe('proxy.closed')
    expect((await refused(`socks5://${'x'.repeat(256)}:y@127.0.0.1:${silent.port}`)).failure?.code).toBe('proxy.closed')
  })

  it.each([1, 2, 3, 5, 11])('is understood when its answers come in pieces of %i bytes', async (size) => {
    const answers = ['0500', '050000010102030404d2']
    const proxy = await serveRaw((socket) => {
      socket.on('data', async () => {
        const answer = Buffer.from(answers.shift() ?? '', 'hex')
        for (let first = 0; first < answer.length; first += size) {
          await new Promise((resolve) => socket.write(answer.subarray(first, first + size), resolve))
        }
        if (answers.length === 0) socket.removeAllListeners('data').on('data', (chunk) => socket.write(switching(chunk.toString())))
      })
    })
    const { report } = await attempt(specOf('ws://server.test/', by(`socks5://127.0.0.1:${proxy.port}`)))
    expect(report).toMatchObject({ failure: null, proxy: { socksAnswer: '0500050000010102030404d2' } })
  })
})

describe('which proxy', () => {
  const choice = (url: string, environment: Record<string, string>, proxy: ConnectionSpec['proxy'] = DEFAULT_SPEC.proxy) =>
    chooseProxy(proxy, resolveTarget({ url, params: [] }), environment)

  it.each([
    ['ws://a.test/', { http_proxy: 'http://p:1' }, 'http://p:1', 'http_proxy'],
    ['wss://a.test/', { http_proxy: 'http://p:1', HTTPS_PROXY: 'q:2' }, 'http://q:2', 'https_proxy'],
    ['wss://a.test/', { all_proxy: 'socks5h://p' }, 'socks5h://p', 'all_proxy'],
    ['wss://a.test/', { wss_proxy: 'http://w:1', https_proxy: 'http://h:1' }, 'http://w:1', 'wss_proxy'],
    ['wss://a.test/', { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://UP:1' }, 'http://low:1', 'https_proxy'],
  ])('the environment names for %s', (url, environment, expected, source) => {
    expect(choice(url, environment as never)).toMatchObject({ url: expected, source })
  })

  it.each(['ws://localhost/', 'ws://x.localhost/', 'ws://127.3.2.1/', 'ws://[::1]/', 'ws+unix:/run/a.sock:/'])(
    'of the environment is never used for %s',
    (url) => expect(choice(url, { http_proxy: 'http://p:1' })).toBeNull(),
  )

  it.each([
    ['ws://a.test/', '*', true],
    ['ws://a.test/', 'a.test', true],
    ['ws://b.a.test/', 'a.test', true],
    ['ws://b.a.test/', '.a.test, other', true],
    ['ws://b.a.test/', '*.a.test', true],
    ['ws://ba.test/', 'a.test', false],
    ['ws://a.test:81/', 'a.test:81', true],
    ['ws://a.test:82/', 'a.test:81', false],
    ['ws://10.1.2.3/', '10.0.0.0/8', true],
    ['ws://11.1.2.3/', '10.0.0.0/8', false],
    ['ws://10.1.2.3:80/', '10.1.2.3:80', true],
    ['ws://[2001:db8::1]/', '2001:db8::/32', true],
    ['ws://[2001:db8::1]/', '[2001:db8::1]:80', true],
    ['ws://[2001:db8::1]/', '2001:db8::1', true],
    ['ws://a.test/', ' , ', false],
    ['ws://a.test/', '10.0.0.0/99', false],
  ])('for %s with no_proxy "%s" is none: %s', (url, noProxy, isNone) => {
    expect(choice(url, { http_proxy: 'http://p:1', NO_PROXY: noProxy }) === null).toBe(isNone)
  })

  it('is none where that was chosen, and the spec’s own also for this machine', () => {
    expect(choice('ws://a.test/', { http_proxy: 'http://p:1' }, { mode: 'none', url: '' })).toBeNull()
    expect(choice('ws://localhost/', {}, { mode: 'manual', url: 'socks5://[::1]' })?.place).toEqual({
      kind: 'tcp',
      host: '::1',
      isAddress: true,
      port: 1080,
    })
  })

  it.each(['', 'ftp://p:1', 'http://', 'http://p/path', 'http://p:99999', 'http://me:word@p:99999'])(
    'cannot be told from the address "%s"',
    async (url) => {
      const { error, report } = await attempt(specOf('ws://a.test/', by(url)))
      expect(error?.code).toBe('proxy.invalid')
      expect(report.failure?.message).not.toContain('word')
      expect(() => choice('ws://a.test/', { http_proxy: url || '?' })).toThrowError(/http_proxy/)
    },
  )
})
