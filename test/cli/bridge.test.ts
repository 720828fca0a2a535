import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { EventName, Events } from '#shared/contract.ts'
import { type Answerer, connect, type Wire } from '#shared/rpc.ts'
import { fromJson, toJson } from '#shared/text/wire-json.ts'
import { type Bridge, openBridge } from '../../cli/bridge/bridge.ts'

type Listener = <E extends EventName>(name: E, payload: Events[E]) => void

/** Answers two calls of the contract and tells what the test says; the engine itself is tested elsewhere. */
const listeners = new Set<Listener>()
const answerer = {
  handlers: {
    'app.info': () => ({ version: '9.9.9', workspace: '/w', demo: null }),
    'capture.payload': ({ count }: { count: number }) => ({ bytes: new Uint8Array(count).fill(7), total: count }),
  },
  onEvent: (listener: Listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
} as unknown as Answerer

const folder = mkdtempSync(join(tmpdir(), 'sockscope-page-'))
mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
writeFileSync(join(folder, 'secret'), 'outside')
writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>Sockscope</title>')
writeFileSync(join(folder, 'page', 'assets', 'main-1a2b.js'), 'export {}')

let bridge: Bridge
let cookie: string
beforeAll(async () => {
  bridge = await openBridge({ port: 0, pageFolder: join(folder, 'page'), answerer })
  cookie = (await get(new URL(bridge.address).pathname + new URL(bridge.address).search)).cookie
})
afterAll(() => bridge.close())

interface Got {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly cookie: string
  readonly body: string
}

/** `path` goes out as it stands: no client's tidying of dots in between. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET', port = bridge.port): Promise<Got> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text) => {
        body += text
      })
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          cookie: (response.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '',
          body,
        }),
      )
    })
      .on('error', reject)
      .end()
  })
}

interface Visit {
  readonly origin?: string | undefined
  readonly host?: string
  readonly cookie?: string
  readonly path?: string
}

function visit({
  origin = `http://127.0.0.1:${bridge.port}`,
  host = `127.0.0.1:${bridge.port}`,
  path = '/bridge',
  ...rest
}: Visit = {}): WebSocket {
  const headers = { host, cookie: rest.cookie ?? cookie }
  return new WebSocket(`ws://127.0.0.1:${bridge.port}${path}`, origin === '' ? { headers } : { headers, origin })
}

const opened = (socket: WebSocket): Promise<unknown> => new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
const refused = (socket: WebSocket): Promise<number> =>
  new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error('It was let in.')))
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => undefined)
  })
const closed = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve))

const wireOf = (socket: WebSocket): Wire => ({
  post: (message) => socket.send(toJson(message)),
  onMessage: (listener) => socket.on('message', (data) => listener(fromJson(String(data)))),
  onClose: (listener) => socket.on('close', listener),
})

describe('the address of sockscope serve', () => {
  it('lets a browser in once and takes the token out of sight', async () => {
    const { status, headers, body } = await get(`/${new URL(bridge.address).search}`)
    expect([status, headers.location, body]).toEqual([303, '/', ''])
    expect(headers['set-cookie']?.[0]).toMatch(/^sockscope-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(headers['referrer-policy']).toBe('no-referrer')
  })

  it('serves the page with its policy to whom it let in', async () => {
    const page = await get('/', { cookie })
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.body).toContain('<title>Sockscope</title>')
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(page.headers['content-security-policy']).toMatch(/script-src 'self'.*frame-ancestors 'none'/)
    const script = await get('/assets/main-1a2b.js', { cookie, host: `localhost:${bridge.port}` })
    expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8'])
    expect(script.headers['cache-control']).toContain('immutable')
  })

  it.each([
    ['without the cookie', '/', {}],
    ['a file without the cookie', '/assets/main-1a2b.js', {}],
    ['with a wrong token', '/?token=wrong', {}],
    ['with an empty token', '/?token=', {}],
    ['with a wrong cookie', '/', { cookie: 'sockscope=1' }],
    ['with a wrong token, whatever the cookie', '/?token=x', 'cookie'],
    ['under a foreign name (DNS rebinding)', '/', 'foreign'],
  ])('sends away a visit %s, with a page that says what to do', async (_, path, given) => {
    const foreign = { cookie, host: `attacker.example:${bridge.port}` }
    const headers = given === 'cookie' ? { cookie } : given === 'foreign' ? foreign : given
    const { status, body, headers: answered } = await get(path, headers as Record<string, string>)
    expect(status).toBe(403)
    expect(body).toContain('sockscope serve')
    expect(answered['set-cookie']).toBeUndefined()
    expect(answered['x-content-type-options']).toBe('nosniff')
  })

  it('gives the token to nobody under a foreign name', async () => {
    const { status } = await get(`/${new URL(bridge.address).search}`, { host: 'attacker.example' })
    expect(status).toBe(403)
  })

  it.each([
    '/../secret',
    '/%2e%2e/secret',
    '/..%2fsecret',
    '/assets/../../secret',
    '//secret',
    '/..\\secret',
    '/assets/%00',
    '/page',
    '/__proto__',
    '/constructor',
  ])('serves nothing outside the page: %s', async (path) => {
    const { status, body } = await get(path, { cookie })
    expect(status).toBe(404)
    expect(body).not.toContain('outside')
  })

  it('reads only', async () => {
    expect((await get('/', { cookie }, 'POST')).status).toBe(405)
    expect(await get('/', { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' })
  })

  it('listens on 127.0.0.1 only', async () => {
    const socket = connectTcp({ host: '127.0.0.2', port: bridge.port })
    await expect(new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))).rejects.toThrow()
  })

  it('says that the window has not been built', async () => {
    const bare = await openBridge({ port: 0, pageFolder: join(folder, 'nothing'), answerer })
    const let_in = await get(`/${new URL(bare.address).search}`, {}, 'GET', bare.port)
    const page = await get('/', { cookie: let_in.cookie }, 'GET', bare.port)
    expect([page.status, page.body.includes('npm run build')]).toEqual([503, true])
    await bare.close()
  })

  it('says so when the port is taken', async () => {
    await expect(openBridge({ port: bridge.port, pageFolder: folder, answerer })).rejects.toMatchObject({
      code: 'input.invalid',
      message: expect.stringContaining('another program uses it'),
    })
  })
})

describe('the bridge', () => {
  it.each([
    ['from a foreign page', { origin: 'http://attacker.example' }, 403],
    ['from another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['from no page at all', { origin: '' }, 403],
    ['from a sandboxed page', { origin: 'null' }, 403],
    ['without the cookie', { cookie: '' }, 403],
    ['with a wrong cookie', { cookie: 'sockscope-1=x' }, 403],
    ['under a foreign name', { host: 'attacker.example', origin: 'http://attacker.example' }, 403],
    ['at another path', { path: '/other' }, 404],
  ])('refuses an upgrade %s', async (_, given, status) => {
    expect(await refused(visit(given))).toBe(status)
  })

  it('answers calls, bytes included, and refuses unknown ones', async () => {
    const socket = visit()
    await opened(socket)
    const engine = connect(wireOf(socket))
    expect(await engine.call('app.info', null)).toEqual({ version: '9.9.9', workspace: '/w', demo: null })
    const slice = await engine.call('capture.payload', { capture: 'c' as never, seq: 0, of: 'frame', first: 0, count: 1_000_000 })
    expect(slice.bytes).toEqual(new Uint8Array(1_000_000).fill(7))
    await expect(engine.call('app.nothing' as never, null as never)).rejects.toMatchObject({ code: 'input.invalid' })
    socket.close()
  })

  it.each([
    ['what is no JSON', 'hello'],
    ['bytes that are no base64', '{"$bytes":"?"}'],
    ['a nesting deeper than the stack', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['binary messages', Buffer.from('{}')],
  ])('closes on %s and lives on', async (_, message) => {
    const socket = visit()
    await opened(socket)
    socket.send(message)
    expect(await closed(socket)).toBe(1007)
    const next = visit()
    await opened(next)
    next.close()
  })

  it('closes on a message larger than 64 MiB', async () => {
    const socket = visit()
    socket.on('error', () => undefined)
    await opened(socket)
    socket.send(Buffer.alloc(64 * 1024 * 1024 + 1, 32), { binary: false })
    expect([1009, 1006]).toContain(await closed(socket))
  })

  it('tells events; a page that does not read gets the last of each and no pile', async () => {
    const socket = visit()
    await opened(socket)
    const before = listeners.size
    const engine = connect(wireOf(socket))
    await engine.call('app.info', null)
    expect(before).toBeGreaterThan(0)
    const heard: { id: number; url: string }[] = []
    const last = new Promise((resolve) => {
      engine.on('connection.changed', (summary) => {
        heard.push(summary)
        if (summary.url.startsWith('last of 2')) resolve(null)
      })
    })
    socket.pause()
    const tell = (id: number, url: string): void => {
      for (const listener of listeners) listener('connection.changed', { id, url: url.padEnd(64 * 1024) } as never)
    }
    for (let round = 0; round < 500; round++) {
      tell(1, `round ${round}`)
      tell(2, `round ${round}`)
    }
    tell(1, 'last of 1')
    tell(2, 'last of 2')
    socket.resume()
    await last
    expect(heard.length).toBeLessThan(500)
    expect(heard.filter(({ id }) => id === 1).at(-1)?.url).toMatch(/^last of 1/)
    socket.close()
    await closed(socket)
  })
})
