import { describe, expect, it } from 'vitest'
import { type AuthOptions, type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { attempt, serve, specOf, switching } from './bench.ts'

const auth = (given: Partial<AuthOptions>): Pick<ConnectionSpec, 'auth'> => ({ auth: { ...DEFAULT_SPEC.auth, ...given } })

/** The heads that were asked with; `/to` redirects to `location`. */
async function heads(given: Partial<ConnectionSpec>, { user = '', path = '/', location = '' } = {}) {
  const seen: string[] = []
  const { port } = await serve((socket, head) => {
    seen.push(head)
    const isRedirect = head.startsWith('GET /to') && location !== ''
    socket.write(isRedirect ? `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n` : switching(head))
  })
  const options = { ...DEFAULT_SPEC.options, maxRedirects: 1 }
  const { error, report } = await attempt(specOf(`ws://${user}127.0.0.1:${port}${path}`, { ...given, options }))
  expect(error).toBeNull()
  return { seen, report }
}

const linesOf = (head: string | undefined, name: string) => (head ?? '').split('\r\n').filter((line) => line.startsWith(`${name}:`))

describe('credentials of a spec', () => {
  it.each([
    ['basic', { kind: 'basic', username: 'me', password: 'w:ö' }, 'Authorization', `Basic ${Buffer.from('me:w:ö').toString('base64')}`],
    ['bearer', { kind: 'bearer', token: 'abc.def' }, 'Authorization', 'Bearer abc.def'],
    ['api-key', { kind: 'api-key', name: 'X-Key', value: 'k 1' }, 'X-Key', 'k 1'],
  ] as const)('of kind %s stand in a header', async (_, given, name, value) => {
    const { seen } = await heads(auth(given))
    expect(seen[0]).toContain(`\r\n${name}: ${Buffer.from(value, 'utf8').toString('utf8')}\r\n`)
    expect(linesOf(seen[0], name)).toHaveLength(1)
  })

  it('stand in the query if they are a key that belongs there', async () => {
    const { seen } = await heads(auth({ kind: 'api-key', name: 'key', value: 'a&b', place: 'query' }), { path: '/a?x=1' })
    expect(seen[0]).toMatch(/^GET \/a\?x=1&key=a%26b HTTP/)
  })

  it('come before those of the URL, and after a header that says otherwise', async () => {
    const bearer = auth({ kind: 'bearer', token: 't' })
    expect(linesOf((await heads(bearer, { user: 'me:word@' })).seen[0], 'Authorization')).toEqual(['Authorization: Bearer t'])
    const headers = [{ name: 'authorization', value: 'Digest x', enabled: true }]
    const { seen } = await heads({ ...bearer, headers })
    expect([...linesOf(seen[0], 'Authorization'), ...linesOf(seen[0], 'authorization')]).toEqual(['authorization: Digest x'])
  })

  it('stay with their origin', async () => {
    const bearer = auth({ kind: 'bearer', token: 't' })
    const same = await heads(bearer, { path: '/to', location: '/b' })
    expect(linesOf(same.seen[1], 'Authorization')).toEqual(['Authorization: Bearer t'])
    const inQuery = auth({ kind: 'api-key', name: 'key', value: 'k', place: 'query' })
    expect((await heads(inQuery, { path: '/to', location: '/b' })).seen[1]).toMatch(/^GET \/b HTTP/)
    const elsewhere: string[] = []
    const other = await serve((socket, head) => {
      elsewhere.push(head)
      socket.write(switching(head))
    })
    const { report } = await heads(bearer, { path: '/to', location: `ws://127.0.0.1:${other.port}/` })
    expect(linesOf(elsewhere[0], 'Authorization')).toEqual([])
    const text = `ws://127.0.0.1:${other.port} is another origin; not sent to it: the credentials of the connection.`
    expect(report.notes).toEqual([{ id: 'credentials-dropped', text }])
  })

  it.each([
    ['a colon in the user name', { kind: 'basic', username: 'a:b' }, 'input.invalid'],
    ['a line break in the token', { kind: 'bearer', token: 'a\r\nX: 1' }, 'header.invalid'],
    ['no name for the key', { kind: 'api-key', value: 'x' }, 'header.invalid'],
  ] as const)('are refused with %s', async (_, given, code) => {
    expect((await attempt(specOf('ws://127.0.0.1:1/', auth(given)))).error?.code).toBe(code)
  })
})
