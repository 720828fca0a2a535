import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/index.ts'
import { startHttpProxy } from '#test/support/proxies.ts'
import { type Answerer, AUTHORITY_FILE, fixture, serve, serveRaw, serveTls, switching } from '../engine/handshake/bench.ts'
import { selfSigned } from '../engine/mock/self-signed.ts'
import { hasPty, runInPty } from './pty.ts'
import { type Ended, printed, type RunOptions, run, start, ended as untilEnded } from './terminal.ts'

let demo: DemoServerHandle
let secure: DemoServerHandle
beforeAll(async () => {
  demo = await startDemoServer()
  secure = await startDemoServer({ tls: selfSigned() })
})
afterAll(() => Promise.all([demo.close(), secure.close()]))

const explained = (url: string, args: readonly string[] = [], { environment = {}, ...options }: RunOptions = {}): Promise<Ended> =>
  run(['connect', url, '--explain', ...args], { ...options, environment: { LC_ALL: 'C.UTF-8', ...environment } })

/** A port of this machine where nobody listens. */
async function closedPort(): Promise<number> {
  const server = await startDemoServer()
  await server.close()
  return server.port
}

/** Becomes a WebSocket, and answers the first frame with a close frame. */
const answering: Answerer = (socket, head) => {
  socket.write(switching(head))
  socket.once('data', () => socket.end(Buffer.from('880203e8', 'hex')))
}

describe('sockscope connect --explain, of a handshake that succeeds', () => {
  it('tells everything, closes at once with 1000, and tells the end', async () => {
    const { status, stdout, stderr } = await explained(`${demo.url}/deflate`)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^◇ {2}ws:\/\/127\.0\.0\.1:\d+\/deflate {2}101 Switching Protocols\n/)
    expect(stdout).toMatch(/TCP 127\.0\.0\.1:\d+ +[\d.]+ ms +[\d.]+ ms +[█▏▎▍▌▋▊▉]+ +connected\n/)
    expect(stdout).toMatch(/request to first byte +[\d.]+ ms +[\d.]+ ms +[█▏▎▍▌▋▊▉]+\n/)
    expect(stdout).toMatch(/total +0\.00 ms +[\d.]+ ms {2}█+\n/)
    expect(stdout).toMatch(/peer +127\.0\.0\.1:\d+\n/)
    expect(stdout).toMatch(/Request, as sent\n {5}GET \/deflate HTTP\/1\.1\n {5}Host: 127/)
    expect(stdout).toMatch(/Answer, as received\n {5}HTTP\/1\.1 101 Switching Protocols\n/)
    expect(stdout.match(/✓ .*\(RFC (6455 section 4\.1|7692 section 7\.1)\)\n/g)).toHaveLength(7)
    expect(stdout).toContain('extensions    permessage-deflate\n')
    expect(stdout).toMatch(/the server may refer back to .* within 32\.0 KiB \(15 bits\)\n/)
    expect(stdout).toMatch(
      /who closed +Sockscope sent a close frame first\n +code +1000 Normal closure\n +registry +IANA .*\n +reason +none given\n/,
    )
    expect(stdout).toMatch(/clean +yes.*\n +answered +after [\d.]+ ms\n +TCP ended by .*\n +how it went .*\(FIN\)\.\n +crossed .*\n$/)
  })

  it('shows how Accept comes from the key', async () => {
    const { stdout } = await explained(`${demo.url}/echo`)
    const [, key, joined, sha1, accept] =
      /key sent +(\S+)\n +with the GUID (\S+)\n +its SHA-1 +([0-9a-f]{40})\n +in base64 +(\S+)\n +received +\4 \(the same\)\n/.exec(
        stdout,
      ) ?? []
    expect(joined).toBe(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    expect(Buffer.from(sha1 ?? '', 'hex').toString('base64')).toBe(accept)
  })

  it('has each hop of a redirect', async () => {
    const { status, stdout } = await explained(`${demo.url}/redirect/2`, ['--max-redirects', '2'])
    expect(status).toBe(0)
    expect(stdout.match(/^◇ {2}(Redirect \d: )?ws:.*$/gm)?.map((line) => line.slice(-30))).toHaveLength(3)
    expect(stdout.match(/→ The status should be 101, but is 302 Found\./g)).toHaveLength(2)
    expect(stdout).toMatch(/Notes\n {5}The redirect to "ws:.*\/redirect\/1" was followed\./)
  })

  it('keeps to ASCII where the locale does', async () => {
    const { stdout } = await explained(`${demo.url}/echo`, ['--duration', '1'], { environment: { LC_ALL: 'C' } })
    const [report = ''] = stdout.split('Agreed on')
    expect(report).toMatch(/^[\n -~]+$/)
    expect(report).toMatch(/connected/)
    expect(report).toMatch(/ms {2}#+\n/)
  })

  it('has certificates, their days, keys and checks', async () => {
    const cert = Buffer.concat([readFileSync(fixture('good.pem')), readFileSync(AUTHORITY_FILE)])
    const server = await serveTls('good', answering, { cert })
    const { status, stdout } = await explained(`wss://localhost:${server.port}/`, ['-4', '--ca', AUTHORITY_FILE])
    expect(status).toBe(0)
    expect(stdout).toMatch(/DNS +0\.00 ms/)
    expect(stdout).toMatch(/\n {5}TLS +[\d.]+ ms +[\d.]+ ms/)
    expect(stdout).toMatch(/version +TLSv1\.3\n +cipher +TLS_\w+\n +ALPN .*\n +asked for +localhost \(SNI\)\n +trusted +yes/)
    expect(stdout).toMatch(
      /Certificate 1 of 2, the server's own\n +subject +O=Sockscope tests, CN=good\n +issuer .*authority\n +names +DNS:localhost/,
    )
    expect(stdout).toMatch(
      /valid +2025-01-01 00:00 to 2125-01-01 00:00 UTC, [\d,]+ days left\n +key +\S+ .*\n +SHA-256 +([0-9A-F]{2}:){31}[0-9A-F]{2}\n/,
    )
    expect(stdout).toMatch(/Certificate 2 of 2, an authority\n/)
  })

  it('says that an untrusted certificate was accepted all the same', async () => {
    const { status, stdout } = await explained(`${secure.url}/echo`, ['--insecure'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/trusted +no; failed check: authority: .*\(DEPTH_ZERO_SELF_SIGNED_CERT\); accepted all the same/)
  })
})

describe('sockscope connect --explain, of a server that was not reached', () => {
  it('has each try to connect, and what to do next', async () => {
    const port = await closedPort()
    const { status, stdout, stderr } = await explained(`ws://127.0.0.1:${port}/`)
    expect(status).toBe(4)
    expect(stdout).toMatch(/^▲ {2}ws:.* {2}no answer\n/)
    expect(stdout).toMatch(/TCP 127\.0\.0\.1:\d+ +[\d.]+ ms +[\d.]+ ms +[█▏▎▍▌▋▊▉]+ +failed \(ECONNREFUSED\)\n/)
    expect(stdout).toMatch(
      /✕ {2}Nothing is listening at .*\n +try next +Is the server running.*\n +code +tcp\.refused \(docs\/errors\.md\)\n$/,
    )
    expect(stdout).not.toContain('1006')
    expect(stderr).toContain('Nothing is listening')
  })

  it.each([
    [
      'expired',
      'localhost',
      'tls.expired',
      /no; failed check: validity: .* \(CERT_HAS_EXPIRED\); the handshake ended here\n/,
      /expired [\d,]+ days ago\n(.*\n){3} +failed +this one has expired\n/,
    ],
    [
      'other-name',
      '127.0.0.1',
      'tls.wrong-name',
      /failed check: name: .* \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
      /failed +none of its names is the one/,
    ],
    ['self-signed', '127.0.0.1', 'tls.self-signed', /failed check: authority/, /failed +signed by itself, and not trusted/],
  ] as const)('has the certificate that was refused: %s', async (certificate, host, code, trust, failed) => {
    const { port } = await serveTls(certificate, (socket) => socket.end())
    const { status, stdout } = await explained(`wss://${host}:${port}/`, ['--ca', AUTHORITY_FILE])
    expect(status).toBe(4)
    expect(stdout).toMatch(trust)
    expect(stdout).toMatch(failed)
    expect(stdout).toContain(`code          ${code} (docs/errors.md)\n`)
  })

  it('has the phase that did not finish', async () => {
    const silent = await serveRaw(() => undefined)
    const asked = await explained(`ws://127.0.0.1:${silent.port}/`, ['--timeout', '300'])
    expect(asked.stdout).toMatch(/request to first byte +[\d.]+ ms +[\d.]+ ms .*not finished\n/)
    const secured = await explained(`wss://127.0.0.1:${silent.port}/`, ['--timeout', '300'])
    expect(secured.stdout).toMatch(/\n {5}TLS +[\d.]+ ms +[\d.]+ ms .*not finished\n/)
    expect([asked.status, secured.status]).toEqual([3, 3])
  })

  it('has the phase that failed', async () => {
    const { port } = await serveRaw((socket) => socket.destroy())
    expect((await explained(`wss://127.0.0.1:${port}/`)).stdout).toMatch(/\n {5}TLS +[\d.]+ ms +[\d.]+ ms .*failed\n/)
  })

  it('has the answer of a proxy that refuses', async () => {
    const proxy = await startHttpProxy({ leadsTo: 1, credentials: 'a:b' })
    const { status, stdout } = await explained('ws://server.test/', ['--proxy', `http://127.0.0.1:${proxy.port}`])
    expect(status).toBe(4)
    expect(stdout).toMatch(/peer +127\.0\.0\.1:\d+ \(the proxy\)\n/)
    expect(stdout).toMatch(/Proxy\n +through +http:\/\/127\.0\.0\.1:\d+\/?\n +named by +--proxy\n/)
    expect(stdout).toMatch(/Request to the proxy, as sent\n {5}CONNECT server\.test:80 HTTP\/1\.1\n/)
    expect(stdout).toMatch(/The proxy's answer, as received\n {5}HTTP\/1\.1 407 .*\n(.*\n)* {5}Proxy-Authenticate: Basic/)
    expect(stdout).toContain('proxy.auth-required')
  })

  it('draws nothing where nothing was tried', async () => {
    const { status, stdout } = await explained('localhost/x')
    expect(status).toBe(2)
    expect(stdout).toMatch(/^▲ {2}localhost\/x {2}no answer\n\n✕ {2}"localhost\/x" does not say.*\n +try next .*\n +code +url\.scheme/)
  })
})

describe('sockscope connect --explain, of a server that refuses', () => {
  it('has its answer, body and the rule', async () => {
    const { status, stdout } = await explained(`${demo.url}/401`)
    expect(status).toBe(3)
    expect(stdout).toMatch(/Answer, as received\n {5}HTTP\/1\.1 401 Unauthorized\n(.*\n)* {5}WWW-Authenticate: Bearer/)
    expect(stdout).toMatch(/Its body, \d+ B \(text\/plain; charset=utf-8, read as utf-8\)\n {5}\S/)
    expect(stdout).toContain('✕ The status should be 101, but is 401 Unauthorized. (RFC 6455 section 4.1)\n')
    expect(stdout).toMatch(/try next .*credentials.*\n +code +handshake\.unauthorized/)
    expect(stdout).not.toContain('Agreed on')
  })

  it.each([
    ['/bad-accept', /received +\S+ \(not the same\)\n/],
    ['/no-accept', /received +no such header\n/],
    ['/garbage', /What came in place of an answer, \d+/],
  ])('%s: shows what came', async (path, pattern) => {
    const { status, stdout } = await explained(`${demo.url}${path}`)
    expect(status).toBe(3)
    expect(stdout).toMatch(pattern)
    expect(stdout).toMatch(/code +handshake\.\S+ \(docs\/errors\.md\)\n$/)
  })

  it('writes out what would drive a terminal, wherever it comes from', async () => {
    const evil = '\x1b]0;owned\x07\x9b31m\u202e'
    const body = `${evil}\nx\ry`
    const { port } = await serve((socket) =>
      socket.end(
        Buffer.concat([
          Buffer.from(
            `HTTP/1.1 403 No${evil}\r\nX-Name: ${evil}\r\nContent-Type: text/html; x=${evil}\r\nConnection: close\r\n\r\n`,
            'latin1',
          ),
          Buffer.from(body),
        ]),
      ),
    )
    const garbage = await serve((socket) => socket.end(`${evil}${evil}\r\n\r\n`))
    for (const url of [`ws://127.0.0.1:${port}/`, `ws://127.0.0.1:${garbage.port}/`]) {
      const { stdout } = await explained(url)
      expect(stdout).toContain('\\x1b]0;owned\\x07')
      expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u)
    }
  })

  it('cuts a head that is longer than anyone reads', async () => {
    const headers = Array.from({ length: 300 }, (_, index) => `X-${index}: ${'v'.repeat(20)}\r\n`).join('')
    const { port } = await serve((socket) => socket.end(`HTTP/1.1 403 No\r\n${headers}Y: ${'w'.repeat(5000)}\r\n\r\n`))
    const { stdout } = await explained(`ws://127.0.0.1:${port}/`)
    expect(stdout).toContain('… 102 more lines\n')
    expect(stdout).not.toContain('X-299')
  })
})

describe('what --explain asks for', () => {
  it('is the handshake alone with no input, or an empty one; --close says with what', async () => {
    for (const input of [null, '']) {
      const { status, stdout } = await explained(`${demo.url}/echo`, ['--close', '4000:seen'], { input })
      expect(status).toBe(0)
      expect(stdout).toMatch(/code +4000 Private use\n +registry +none: private use.*\n +reason +"seen"\n/)
      expect(stdout).toContain('0 messages received')
    }
  })

  it.each([
    ['--send and --count', ['--send', 'one', '--count', '1'], null, 1],
    ['a line piped in', ['--linger', '100'], 'two\n', 1],
    ['--count', ['--count', '3'], null, 3],
  ])('is more with %s', async (_, args, input, received) => {
    const path = args[0] === '--count' ? '/tick?ms=10' : '/echo'
    const { status, stdout } = await explained(`${demo.url}${path}`, args, { input })
    expect(status).toBe(0)
    expect(stdout.match(/^↓ {2}/gm)?.length).toBeGreaterThanOrEqual(received)
    expect(stdout).toMatch(/crossed +\d+ messages? received in/)
  })

  it('waits for the end of a pipe that is open', async () => {
    const child = start(['connect', `${demo.url}/echo`, '--explain'], { LC_ALL: 'C.UTF-8' })
    const opened = printed(child, /Agreed on/)
    const end = untilEnded(child)
    await opened
    child.stdin.end()
    expect(await end).toMatchObject({ status: 0, stdout: expect.stringContaining('1000 Normal closure') })
  })

  it.runIf(hasPty)('takes no lines from a terminal', async () => {
    const { until, ended, screen } = runInPty(['connect', `${demo.url}/echo`, '--explain'], { NO_COLOR: '1', LC_ALL: 'C.UTF-8' })
    await until(/who closed +Sockscope/)
    expect(await ended).toBe(0)
    expect(screen()).not.toContain('> ')
  })

  it('is told apart from the end of an open connection that went wrong', async () => {
    const lost = await explained(`${demo.url}/reset`, ['--duration', '5000'])
    expect(lost.status).toBe(5)
    expect(lost.stdout).toMatch(
      /▲ {2}The end\n +who closed +nobody.*\n +code +1006 Abnormal closure\n +registry +RFC 6455 section 7\.4\.1.*\n/,
    )
    expect(lost.stdout).toMatch(/clean +no/)
    const broken = await explained(`${demo.url}/reserved-opcode`, ['--duration', '5000'])
    expect(broken.status).toBe(5)
    expect(broken.stdout).toMatch(/code +protocol\.violation \(docs\/errors\.md\)\n/)
    expect(broken.stdout).toMatch(/code +1002 Protocol error\n/)
  })

  it('is kept with --save, and is not for --json', async () => {
    const capture = join(mkdtempSync(join(tmpdir(), 'sockscope-explain-')), 'kept.sockscope')
    expect((await explained(`${demo.url}/echo`, ['--save', capture])).status).toBe(0)
    expect((await run(['show', capture])).stdout).toMatch(/101 Switching Protocols/)
    const both = await explained(`${demo.url}/echo`, ['--json'])
    expect(both).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--explain and --json exclude each other') })
  })
})
