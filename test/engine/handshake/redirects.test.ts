import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { scopeOf } from '#engine/handshake/address-scope.ts'
import { AppError } from '#shared/errors.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { AUTHORITY_FILE, attempt, serve, serveTls, specOf, switching } from './bench.ts'

/** Redirects `/301` and so on as it is told; all else becomes a WebSocket. Keeps every request head. */
async function redirecting(locations: Readonly<Record<string, string>>, status = 302) {
  const heads: string[] = []
  const answer = (socket: Socket, head: string): void => {
    heads.push(head)
    const [, path = ''] = head.split(' ')
    const location = locations[path]
    if (location === undefined) socket.write(switching(head))
    else socket.write(`HTTP/1.1 ${status} Elsewhere\r\nLocation: ${location}\r\nContent-Length: 4\r\n\r\ngone`)
  }
  return { answer, heads }
}

async function redirectingServer(locations: Readonly<Record<string, string>>, status?: number) {
  const { answer, heads } = await redirecting(locations, status)
  const { port } = await serve(answer)
  return { origin: `ws://127.0.0.1:${port}`, port, heads }
}

const following = (maxRedirects: number, changes: Partial<ConnectionSpec> = {}): Partial<ConnectionSpec> => ({
  options: { ...DEFAULT_SPEC.options, maxRedirects },
  ...changes,
})

/** The last report of each hop. */
function hopsOf(reports: readonly HandshakeReport[]): HandshakeReport[] {
  const hops: HandshakeReport[] = []
  for (const report of reports) hops[report.hop] = report
  return hops
}

async function follow(url: string, changes: Partial<ConnectionSpec>) {
  const { reports, error, opened } = await attempt(specOf(url, changes))
  return { hops: hopsOf(reports), error, opened }
}

const linesOf = (head: string | undefined, name: string): string[] =>
  (head ?? '').split('\r\n').filter((line) => line.toLowerCase().startsWith(`${name}:`))

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i is followed, and each hop kept with headers, body and times', async (status) => {
    const server = await redirectingServer({ '/a': '/b?x=1#part' }, status)
    const { hops, opened } = await follow(`${server.origin}/a`, following(1))
    expect(opened?.report).toBe(hops[1])
    expect(hops).toMatchObject([
      {
        hop: 0,
        url: `${server.origin}/a`,
        response: {
          status,
          headers: [
            ['Location', '/b?x=1#part'],
            ['Content-Length', '4'],
          ],
          body: { text: 'gone' },
        },
        notes: [{ id: 'redirect-followed', text: `The redirect to "${server.origin}/b?x=1" was followed.` }],
        negotiated: null,
        failure: null,
      },
      { hop: 1, url: `${server.origin}/b?x=1`, response: { status: 101 }, notes: [], failure: null },
    ])
    for (const hop of hops) expect(hop.timingsMs).toMatchObject({ tcp: expect.any(Number), request: expect.any(Number) })
  })

  it('is not followed unless that was asked for', async () => {
    const server = await redirectingServer({ '/a': '/b' })
    const { hops, error } = await follow(`${server.origin}/a`, {})
    expect(error).toMatchObject({ code: 'handshake.redirected', message: expect.stringContaining('"/b"') })
    expect(hops).toHaveLength(1)
    expect(server.heads).toHaveLength(1)
  })

  it('leads from http: to ws: and from https: to wss:', async () => {
    const { answer } = await redirecting({})
    const { port } = await serveTls('good', answer)
    const server = await redirectingServer({ '/a': `https://localhost:${port}/b` })
    const tls = { ...DEFAULT_SPEC.tls, caFiles: [AUTHORITY_FILE] }
    const { hops } = await follow(`${server.origin.replace('ws:', 'http:')}/a`, following(1, { tls }))
    expect(hops.map((hop) => hop.url)).toEqual([`${server.origin}/a`, `wss://localhost:${port}/b`])
    expect(hops[1]).toMatchObject({ failure: null, tls: { authorized: true } })
  })

  it('from TLS to plain text says so', async () => {
    const plain = await redirectingServer({})
    const { answer } = await redirecting({ '/a': `${plain.origin}/b` })
    const { port } = await serveTls('good', answer)
    const tls = { ...DEFAULT_SPEC.tls, caFiles: [AUTHORITY_FILE] }
    const { hops } = await follow(`wss://localhost:${port}/a`, following(1, { tls }))
    expect(hops[1]?.notes.map((note) => note.id)).toEqual(['tls-given-up'])
  })

  it('without a host stays on its Unix socket', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sockscope-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const path = join(folder, 'a.sock')
    const { answer } = await redirecting({ '/a': 'b?x' })
    await serve(answer, { path })
    const { hops } = await follow(`ws+unix:${path}:/a`, following(1))
    expect(hops.map((hop) => hop.url)).toEqual([`ws+unix:${path}:/a`, `ws+unix:${path}:/b?x`])
    expect(hops[1]?.failure).toBeNull()
  })

  it('does not take the spec’s parameters along: the new target is the whole target', async () => {
    const server = await redirectingServer({ '/a?p=1': '/b' })
    const params = [{ name: 'p', value: '1', enabled: true }]
    const { hops } = await follow(`${server.origin}/a`, following(1, { params }))
    expect(hops[1]?.request?.target).toBe('/b')
  })
})

describe('credentials', () => {
  const SECRETS = ['Authorization', 'cookie', 'Proxy-Authorization', 'X-Api-Key', 'X-Access-Token', 'Host']
  const headers = [...SECRETS, 'X-Plain'].map((name) => ({ name, value: 'v', enabled: true }))

  it('stay with their origin', async () => {
    const server = await redirectingServer({ '/a': '/b' })
    await follow(`ws://me:word@127.0.0.1:${server.port}/a`, following(1, { headers: [{ name: 'Cookie', value: 'c', enabled: true }] }))
    for (const head of server.heads) {
      expect(linesOf(head, 'authorization')).toEqual([`Authorization: Basic ${btoa('me:word')}`])
      expect(linesOf(head, 'cookie')).toEqual(['Cookie: c'])
    }
  })

  it('are never sent to another origin, nor again when it leads back; the hop says so', async () => {
    const locations: Record<string, string> = {}
    const other = await redirectingServer(locations)
    const first = await redirectingServer({ '/a': `http://you:theirs@127.0.0.1:${other.port}/b` })
    locations['/b'] = `${first.origin}/c`
    const { hops, error } = await follow(`ws://me:word@127.0.0.1:${first.port}/a`, following(5, { headers }))
    expect(error).toBeNull()
    expect(hops).toHaveLength(3)
    expect(hops[1]?.notes[0]).toEqual({
      id: 'credentials-dropped',
      text: `${other.origin} is another origin; not sent to it: ${SECRETS.join(', ')}, the user name and password of the URL.`,
    })
    for (const head of [other.heads[0], first.heads[1]]) {
      for (const name of SECRETS.slice(0, -1)) expect(linesOf(head, name.toLowerCase()), name).toEqual([])
      expect(linesOf(head, 'x-plain')).toEqual(['X-Plain: v'])
    }
    expect(linesOf(other.heads[0], 'host')).toEqual([`Host: 127.0.0.1:${other.port}`])
    expect(hops.map((hop) => hop.url).join()).not.toContain('@')
  })
})

describe('a redirect that is not followed', () => {
  async function refused(location: string, maxRedirects = 5) {
    const server = await redirectingServer({ '/a': location, '/b': '/a', '/c': '/d', '/d': '/e' })
    const { hops, error } = await follow(`${server.origin}/a`, following(maxRedirects))
    expect(error).toBeInstanceOf(AppError)
    expect(hops.at(-1)?.failure).toEqual({ code: error?.code, message: error?.message, hint: error?.hint })
    return { hops, code: error?.code, asked: server.heads.length }
  }

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'ftp://x/', 'ws+unix:/run/x.sock:/', 'data:,x'])(
    'leads to %s',
    async (location) => {
      expect(await refused(location)).toMatchObject({ code: 'redirect.scheme', asked: 1 })
    },
  )
  it.each(['http://[::1', 'ws://a b/', 'ws://x:99999/'])('leads to %s, which is no URL', async (location) => {
    expect(await refused(location)).toMatchObject({ code: 'redirect.invalid', asked: 1 })
  })
  it('leads to where it was already, directly or in a circle', async () => {
    expect(await refused('/a')).toMatchObject({ code: 'redirect.loop', asked: 1 })
    expect(await refused('/b')).toMatchObject({ code: 'redirect.loop', asked: 2 })
  })
  it('is one more than are allowed', async () => {
    const { hops, code } = await refused('/c', 2)
    expect(code).toBe('redirect.too-many')
    expect(hops.map((hop) => hop.response?.status)).toEqual([302, 302, 302])
  })
  it('has no Location, or two', async () => {
    const without = await serve((socket) => void socket.write('HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n'))
    const two = await serve(
      (socket) => void socket.write('HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n'),
    )
    for (const { port } of [without, two]) {
      expect((await follow(`ws://127.0.0.1:${port}/`, following(5))).error?.code).toBe('redirect.invalid')
    }
  })
  it('is no redirect but a 300 or 304', async () => {
    for (const [status, code] of [
      [300, 'handshake.redirected'],
      [304, 'handshake.rejected'],
    ] as const) {
      const { port } = await serve((socket) => void socket.write(`HTTP/1.1 ${status} X\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n`))
      expect((await follow(`ws://127.0.0.1:${port}/`, following(5))).error?.code).toBe(code)
    }
  })
  it('leads from another machine into this one', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal)
    if (outside === undefined) return
    const inside = await redirectingServer({})
    const { answer } = await redirecting({ '/a': `${inside.origin}/b` })
    const { port } = await serve(answer, { host: outside.address, port: 0 })
    const { hops, error } = await follow(`ws://${outside.address}:${port}/a`, following(5))
    expect(error?.code).toBe('redirect.inward')
    expect(hops[1]).toMatchObject({ peer: null, failure: { code: 'redirect.inward' } })
    expect(inside.heads).toEqual([])
  })
  it.each([
    ['127.0.0.1', 'machine'],
    ['::1', 'machine'],
    ['::ffff:127.9.9.9', 'machine'],
    ['0.0.0.0', 'machine'],
    ['10.1.2.3', 'network'],
    ['169.254.169.254', 'network'],
    ['::ffff:192.168.0.1', 'network'],
    ['fe80::1%eth0', 'network'],
    ['fd00::1', 'network'],
    ['172.15.0.1', 'world'],
    ['2001:db8::1', 'world'],
  ])('%s is in the scope of this %s', (address, scope) => expect(scopeOf(address)).toBe(scope))
})

describe('the time limit', () => {
  it('covers all hops together', async () => {
    let asked = 0
    const { port } = await serve((socket) => {
      asked += 1
      if (asked < 3) socket.write(`HTTP/1.1 302 Found\r\nLocation: /${asked}\r\nContent-Length: 0\r\n\r\n`)
    })
    const options = { ...DEFAULT_SPEC.options, maxRedirects: 5, handshakeTimeoutMs: 300 }
    const { hops } = await follow(`ws://127.0.0.1:${port}/`, { options })
    expect(hops.map((hop) => hop.failure?.code ?? null)).toEqual([null, null, 'handshake.timeout'])
  })
})
