import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { CookieJar } from '#engine/cookies/cookie-jar.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { attempt, serve, specOf, switching } from './bench.ts'

const following = { options: { ...DEFAULT_SPEC.options, maxRedirects: 5 } }
const cookiesIn = (head: string | undefined): string[] => (head ?? '').match(/^cookie: .*$/gim)?.map((line) => line.slice(8).trim()) ?? []

/** A server that answers in turn, then with a WebSocket; keeps the request heads. */
async function answering(...answers: ((head: string, port: number) => string)[]) {
  const heads: string[] = []
  const server = await serve((socket: Socket, head) => {
    heads.push(head)
    socket.write((answers[heads.length - 1] ?? ((asked) => switching(asked)))(head, server.port))
  })
  return { heads, port: server.port, url: `ws://127.0.0.1:${server.port}/a` }
}

const redirect =
  (location: string, ...lines: string[]) =>
  () =>
    ['HTTP/1.1 302 Found', `Location: ${location}`, ...lines, 'Content-Length: 0', '\r\n'].join('\r\n')

const lastOfEach = (reports: readonly HandshakeReport[]): HandshakeReport[] => {
  const hops: HandshakeReport[] = []
  for (const report of reports) hops[report.hop] = report
  return hops
}

describe('cookies in a handshake', () => {
  it('that a 101 sets are sent the next time, and both are in the report', async () => {
    const jar = new CookieJar()
    const server = await answering((head) => switching(head, 'Set-Cookie: a=1; Path=/', 'set-cookie: b=2; Domain=example.com'))
    const first = await attempt(specOf(server.url), { cookies: jar })
    expect(cookiesIn(server.heads[0])).toEqual([])
    expect(first.report.cookies).toEqual({
      sent: [],
      offered: [
        { raw: 'a=1; Path=/', refused: null },
        { raw: 'b=2; Domain=example.com', refused: expect.stringContaining('cannot set that') },
      ],
    })
    const second = await attempt(specOf(server.url), { cookies: jar })
    expect(cookiesIn(server.heads[1])).toEqual(['a=1'])
    expect(second.report.cookies).toEqual({ sent: ['a'], offered: [] })
  })

  it('that a refusal sets are kept too', async () => {
    const jar = new CookieJar()
    const server = await answering(() => 'HTTP/1.1 403 Forbidden\r\nSet-Cookie: seen=1\r\nContent-Length: 0\r\n\r\n')
    expect((await attempt(specOf(server.url), { cookies: jar })).error?.code).toBe('handshake.forbidden')
    expect(jar.list()).toMatchObject([{ name: 'seen', domain: '127.0.0.1' }])
  })

  it('stand behind what the spec’s own Cookie header says, in the one header; of one name the own stands', async () => {
    const jar = new CookieJar()
    jar.take('ws://127.0.0.1/', ['a=jar', 'b=jar'])
    const server = await answering()
    const headers = [
      { name: 'X-Before', value: '1', enabled: true },
      { name: 'cookie', value: 'a=own; c=own', enabled: true },
      { name: 'X-After', value: '2', enabled: true },
    ]
    const { report } = await attempt(specOf(server.url, { headers }), { cookies: jar })
    expect(server.heads[0]).toContain('X-Before: 1\r\ncookie: a=own; c=own; b=jar\r\nX-After: 2\r\n')
    expect(report.cookies?.sent).toEqual(['b'])
    expect(report.notes).toMatchObject([
      { id: 'cookies-added', text: 'The jar added "b" to the Cookie header of this spec.' },
      { id: 'cookies-kept', text: 'This spec’s own "a" stands in place of the jar’s.' },
    ])
  })

  it('are neither sent nor taken where the spec has it so', async () => {
    const jar = new CookieJar()
    jar.take('ws://127.0.0.1/', ['a=1'])
    const server = await answering((head) => switching(head, 'Set-Cookie: b=2'))
    const options = { ...DEFAULT_SPEC.options, useCookies: false }
    const { report } = await attempt(specOf(server.url, { options }), { cookies: jar })
    expect(cookiesIn(server.heads[0])).toEqual([])
    expect(report.cookies).toBeNull()
    expect(jar.list()).toMatchObject([{ name: 'a' }])
  })

  it('that a redirect sets go with the next hop; a way back to the same place with a new cookie is no loop', async () => {
    const jar = new CookieJar()
    const server = await answering(redirect('/a', 'Set-Cookie: session=1; Path=/'))
    const { reports, opened } = await attempt(specOf(server.url, following), { cookies: jar })
    expect(opened).not.toBeNull()
    expect(server.heads.map(cookiesIn)).toEqual([[], ['session=1']])
    expect(lastOfEach(reports).map(({ cookies }) => cookies)).toEqual([
      { sent: [], offered: [{ raw: 'session=1; Path=/', refused: null }] },
      { sent: ['session'], offered: [] },
    ])
  })

  it('that never change make it a loop, and cookies that always do come to the limit', async () => {
    const same = redirect('/a', 'Set-Cookie: session=1; Path=/')
    const loop = await answering(same, same, same)
    expect((await attempt(specOf(loop.url, following), { cookies: new CookieJar() })).error?.code).toBe('redirect.loop')
    const ever = await answering(...Array.from({ length: 10 }, (_, index) => redirect('/a', `Set-Cookie: session=${index}; Path=/`)))
    expect((await attempt(specOf(ever.url, following), { cookies: new CookieJar() })).error?.code).toBe('redirect.too-many')
  })

  it('of one host never go to another, neither the spec’s own nor the jar’s; the other gets what the jar has for it', async () => {
    const jar = new CookieJar()
    jar.take('ws://127.0.0.1/', ['mine=1'])
    jar.take('ws://localhost/', ['theirs=2'])
    const there = await answering()
    const here = await answering(redirect(`ws://localhost:${there.port}/b`))
    const headers = [{ name: 'Cookie', value: 'own=3', enabled: true }]
    const addresses = { family: 'ipv4', overrides: [] } as const
    const { opened } = await attempt(specOf(here.url, { ...following, headers, addresses }), { cookies: jar })
    expect(opened).not.toBeNull()
    expect(cookiesIn(here.heads[0])).toEqual(['own=3; mine=1'])
    expect(cookiesIn(there.heads[0])).toEqual(['theirs=2'])
  })
})
