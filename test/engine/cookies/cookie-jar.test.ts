import { describe, expect, it } from 'vitest'
import { CookieJar } from '#engine/cookies/cookie-jar.ts'
import { COOKIE_LIMITS } from '#engine/cookies/cookie-limits.ts'
import { AppError } from '#shared/errors.ts'
import type { Cookie } from '#shared/model/cookie.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const COOKIE: Cookie = {
  domain: 'example.com',
  path: '/',
  name: 'a',
  value: '1',
  expiresMs: null,
  secure: false,
  httpOnly: false,
  hostOnly: true,
  sameSite: null,
}

/** What a jar sends to each URL after `url` answered with these headers. */
function sentAfter(url: string, values: readonly string[], to: string): string {
  const jar = new CookieJar()
  jar.take(url, values)
  return jar
    .cookiesFor(to)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')
}

function refusalOf(url: string, raw: string): string | null | undefined {
  const [offer] = new CookieJar().take(url, [raw])
  expect(offer?.raw).toBe(raw)
  return offer?.refused
}

function errorOf(cookie: Partial<Cookie>): AppError {
  try {
    new CookieJar().set({ ...COOKIE, ...cookie })
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error(`${JSON.stringify(cookie)} was taken`)
}

describe('a cookie that was set', () => {
  it.each([
    ['to the same host and path', 'a=1', 'ws://example.com/chat', 'ws://example.com/chat', 'a=1'],
    ['to another port, for cookies know none', 'a=1', 'ws://example.com:81/', 'ws://example.com:82/', 'a=1'],
    ['below its path', 'a=1; Path=/chat', 'ws://example.com/', 'ws://example.com/chat/room', 'a=1'],
    ['not beside its path', 'a=1; Path=/chat', 'ws://example.com/', 'ws://example.com/chatter', ''],
    ['not to a name below, where no domain was said', 'a=1', 'ws://example.com/', 'ws://www.example.com/', ''],
    ['to a name below, where the domain was said', 'a=1; Domain=example.com', 'ws://www.example.com/', 'ws://chat.example.com/', 'a=1'],
    ['not to another site', 'a=1; Domain=example.com', 'ws://example.com/', 'ws://badexample.com/', ''],
    ['over TLS, where it was set in the open', 'a=1', 'ws://example.com/', 'wss://example.com/', 'a=1'],
    ['not in the open, where it is for TLS only', 'a=1; Secure', 'wss://example.com/', 'ws://example.com/', ''],
    ['to this machine, as if that were secure', 'a=1; Secure', 'ws://localhost:9001/', 'ws://localhost:9002/', 'a=1'],
    ['to an IPv4 address', 'a=1', 'ws://127.0.0.1:9001/', 'ws://127.0.0.1:9001/', 'a=1'],
    ['to an IPv6 address', 'a=1', 'ws://[::1]:9001/', 'ws://[::1]:9001/', 'a=1'],
    ['not when its time is over', 'a=1; Expires=Wed, 09 Jun 2021 10:18:14 GMT', 'ws://example.com/', 'ws://example.com/', ''],
    ['whatever site it says it is of', 'a=1; SameSite=Strict', 'ws://example.com/', 'ws://example.com/', 'a=1'],
    ['as UTF-8, as it came', Buffer.from('a=ü').toString('latin1'), 'ws://example.com/', 'ws://example.com/', 'a=ü'],
  ])('is sent %s', (_, raw, from, to, sent) => expect(sentAfter(from, [raw], to)).toBe(sent))

  it('is sent with the longer path first (RFC 6265 section 5.4)', () => {
    expect(sentAfter('ws://example.com/a/b', ['x=1; Path=/', 'y=2; Path=/a'], 'ws://example.com/a/c')).toBe('y=2; x=1')
  })

  it('takes the place of one of the same name, domain and path; Max-Age=0 deletes it', () => {
    expect(sentAfter('ws://example.com/', ['a=1', 'a=2'], 'ws://example.com/')).toBe('a=2')
    expect(sentAfter('ws://example.com/', ['a=1', 'a=; Max-Age=0'], 'ws://example.com/')).toBe('')
  })
})

describe('a cookie that cannot be kept is refused, and the reason said', () => {
  it.each([
    ['for another site', 'ws://example.com/', 'a=1; Domain=other.com', /"other\.com", and "example\.com" cannot set that/],
    ['for a public suffix', 'ws://example.co.uk/', 'a=1; Domain=co.uk', /"co\.uk" is a public suffix/],
    ['without a name', 'ws://example.com/', 'nothing', /no NAME=VALUE/],
    ['with a control character', 'ws://example.com/', 'a=b\x01c', /control character/],
    ['with bytes that are not UTF-8', 'ws://example.com/', 'a=\xff', /not UTF-8/],
    ['too large a pair', 'ws://example.com/', `a=${'x'.repeat(COOKIE_LIMITS.pairBytes)}`, /4097 bytes/],
    ['too long a line', 'ws://example.com/', `a=1; ${'x'.repeat(COOKIE_LIMITS.rawChars)}`, /characters/],
    ['for TLS only, over plain text', 'ws://example.com/', 'a=1; Secure', /not a secure connection/],
    ['with a prefix it does not keep', 'wss://example.com/', '__Host-a=1; Secure; Path=/x', /__Host prefix/],
    ['of a socket file', 'ws+unix:/run/app.sock:/', 'a=1', /socket file/],
  ])('%s', (_, url, raw, reason) => expect(refusalOf(url, raw)).toMatch(reason))

  it('and nothing else of the answer with it', () => {
    const jar = new CookieJar()
    const offers = jar.take('ws://example.com/', ['a=1', 'b=2; Domain=other.com', 'c=3'])
    expect(offers.map(({ refused }) => refused === null)).toEqual([true, false, true])
    expect(jar.list().map(({ name }) => name)).toEqual(['a', 'c'])
  })
})

describe('a jar', () => {
  it('holds so many cookies of a domain, and drops those that were not used for the longest', () => {
    const jar = new CookieJar()
    for (let index = 0; index < 400; index++) jar.take('ws://example.com/', [`n${index}=1`])
    expect(jar.list()).toHaveLength(COOKIE_LIMITS.ofOneDomain)
  })

  it('takes so many cookies of one answer, and of all domains', () => {
    const jar = new CookieJar()
    const offers = jar.take(
      'ws://example.com/',
      Array.from({ length: 500 }, (_, index) => `n${index}=1`),
    )
    expect(offers.filter(({ refused }) => refused !== null)).toHaveLength(300)
    for (let host = 0; host < 200; host++)
      jar.take(
        `ws://h${host}.example.com/`,
        Array.from({ length: 20 }, (_, index) => `n${index}=1`),
      )
    expect(jar.list()).toHaveLength(COOKIE_LIMITS.ofTheJar)
  })

  it('lists, changes and clears by hand', () => {
    const jar = new CookieJar()
    jar.set(COOKIE)
    jar.set({ ...COOKIE, domain: ' .B.example.COM ', hostOnly: false, sameSite: 'Lax', expiresMs: 4_000_000_000_000 })
    expect(jar.list()).toEqual([
      { ...COOKIE, domain: 'b.example.com', hostOnly: false, sameSite: 'Lax', expiresMs: 4_000_000_000_000 },
      COOKIE,
    ])
    jar.clear('b.example.com')
    expect(jar.list()).toEqual([COOKIE])
    jar.delete(COOKIE)
    expect(jar.list()).toEqual([])
    jar.set(COOKIE)
    jar.clear(null)
    expect(jar.list()).toEqual([])
  })

  it.each(['9'.repeat(13), '9'.repeat(400), '8640000000000'])('says of a Max-Age of %s no moment that there is not', (seconds) => {
    const jar = new CookieJar()
    jar.take('ws://example.com/', [`a=1; Max-Age=${seconds}`])
    const [cookie] = jar.list()
    expect(cookie).toMatchObject({ name: 'a', expiresMs: null })
    expect(() => jar.set(cookie!)).not.toThrow()
  })

  it.each([
    ['a URL for a domain', { domain: 'http://example.com/' }],
    ['a domain with a port', { domain: 'example.com:80' }],
    ['no domain', { domain: ' ' }],
    ['a public suffix and all below it', { domain: 'co.uk', hostOnly: false }],
    ['a path without a slash', { path: 'x' }],
    ['a path with a semicolon', { path: '/;' }],
    ['no name', { name: '' }],
    ['a name with =', { name: 'a=b' }],
    ['a value with a semicolon', { value: 'a;b' }],
    ['a value with a line break', { value: 'a\r\nX: y' }],
    ['half a character', { value: '\ud800' }],
    ['too much', { value: 'x'.repeat(5000) }],
  ])('refuses from a person %s', (_, cookie) => expect(errorOf(cookie)).toMatchObject({ code: 'cookie.invalid' }))

  it.each(['127.0.0.1', '::1', 'localhost', 'xn--bcher-kva.example'])('takes a cookie for %s', (domain) => {
    const jar = new CookieJar()
    jar.set({ ...COOKIE, domain })
    expect(jar.list()).toEqual([{ ...COOKIE, domain }])
  })

  it('outlives whatever a server sends, and sends back no line break (seeded)', () => {
    const random = seededRandom(20261122)
    const parts = [
      'a',
      '=',
      ';',
      ' ',
      '"',
      ',',
      'Domain=',
      'Path=/',
      'Expires=',
      'Max-Age=',
      '-1',
      '9'.repeat(30),
      '\x7f',
      '\t',
      'é',
      '\xff',
      '__Host-',
      'Secure',
      '.com',
    ]
    const jar = new CookieJar()
    for (let round = 0; round < 3_000; round++) {
      const raw = Array.from({ length: 1 + random.below(12) }, () => random.pick(parts)).join('')
      jar.take('wss://www.example.com/a', [raw])
    }
    for (const { name, value } of jar.cookiesFor('wss://www.example.com/a')) expect(`${name}=${value}`).not.toMatch(/[\r\n\0;]/)
  })
})
