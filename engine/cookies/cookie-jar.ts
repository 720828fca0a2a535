import { CookieJar as Jar, type Cookie as JarCookie, MemoryCookieStore, type Store } from 'tough-cookie'
import type { Cookie, CookieKey, CookieOffer } from '#shared/model/cookie.ts'
import { quote } from '../handshake/quote.ts'
import { domainOf, fromCookie, toCookie } from './cookie-form.ts'
import { COOKIE_LIMITS } from './cookie-limits.ts'
import { readSetCookie } from './read-set-cookie.ts'

/** What a handshake asks of a jar. */
export interface CookieSource {
  /** The cookies for a request, in the order of RFC 6265 section 5.4. @param url `ws:` or `wss:` */
  readonly cookiesFor: (url: string) => readonly SentCookie[]
  /** Takes the `Set-Cookie` headers of the answer, bytes read as Latin-1. One that is refused changes nothing. */
  readonly take: (url: string, values: readonly string[]) => CookieOffer[]
}

export type SentCookie = Pick<Cookie, 'name' | 'value'>

/**
 * A cookie jar in memory: RFC 6265 with the limits, prefixes and secure origins of RFC 6265bis, and public suffixes refused.
 * `ws:` counts as `http:`, `wss:` as `https:`. A socket file has no domain: nothing is sent to it, nor kept of it.
 */
export class CookieJar implements CookieSource {
  readonly #store: Store = new MemoryCookieStore()
  readonly #jar = new Jar(this.#store, { rejectPublicSuffixes: true, prefixSecurity: 'strict' })
  readonly #onChange: () => void

  /** @param onChange whenever there is something to write */
  constructor(onChange: () => void = () => undefined) {
    this.#onChange = onChange
  }

  cookiesFor(url: string): readonly SentCookie[] {
    const asked = httpUrl(url)
    if (asked === null) return []
    return this.#jar.getCookiesSync(asked, { expire: true, sort: true }).map(({ key, value }) => ({ name: key, value }))
  }

  take(url: string, values: readonly string[]): CookieOffer[] {
    const asked = httpUrl(url)
    const before = this.#size()
    const offers = values.map((raw, index): CookieOffer => {
      if (asked === null) return { raw, refused: 'A socket file has no domain that a cookie could be for.' }
      if (index >= COOKIE_LIMITS.ofOneAnswer) return { raw, refused: `One answer sets ${COOKIE_LIMITS.ofOneAnswer} cookies at most.` }
      return { raw, refused: this.#takeOne(raw, asked) }
    })
    if (this.#size() > before) this.#makeRoom()
    if (offers.some(({ refused }) => refused === null)) this.#onChange()
    return offers
  }

  #takeOne(raw: string, url: string): string | null {
    const read = readSetCookie(raw, new URL(url))
    if (read.cookie === null) return read.refused
    try {
      this.#jar.setCookieSync(read.cookie, url)
      return null
    } catch (error) {
      // What is left are rules of the jar itself: a prefix, a secure cookie over plain text.
      return `${quote(error instanceof Error ? error.message : String(error)).slice(1, -1)}.`
    }
  }

  /** All that have not ended, by domain, path and name. */
  list(nowMs: number = Date.now()): Cookie[] {
    const living = this.all().filter((cookie) => cookie.TTL(nowMs) > 0)
    return living.map(toCookie).sort((one, other) => order(one, other))
  }

  /** Puts a cookie that a person wrote in the place of one of the same key. @throws AppError 'cookie.invalid' */
  set(cookie: Cookie): void {
    this.put(fromCookie(cookie, new Date()))
    this.#makeRoom()
    this.#onChange()
  }

  /** One that is not there is no error: it may have ended meanwhile. */
  delete(key: CookieKey): void {
    this.drop({ ...key, domain: domainOf(key) })
    this.#onChange()
  }

  /** @param domain null for all */
  clear(domain: string | null): void {
    if (domain === null) this.#store.removeAllCookies(ignore)
    else this.#store.removeCookies(domain, null, ignore)
    this.#onChange()
  }

  /** Those that have ended, too: for the file. */
  all(): readonly JarCookie[] {
    let found: readonly JarCookie[] = []
    // The store in memory answers before it returns.
    this.#store.getAllCookies((_error: Error | null, cookies?: JarCookie[]) => {
      found = cookies ?? []
    })
    return found
  }

  /** As it is, without asking whether it may be there. */
  put(cookie: JarCookie): void {
    this.#store.putCookie(cookie, ignore)
  }

  drop({ domain, path, name }: CookieKey): void {
    this.#store.removeCookie(domain, path, name, ignore)
  }

  #size(): number {
    return this.all().length
  }

  /** First those that have ended go, then those that were not used for the longest, of a domain with too many first. */
  #makeRoom(): void {
    const now = Date.now()
    const living: JarCookie[] = []
    for (const cookie of this.all()) {
      if (cookie.TTL(now) > 0) living.push(cookie)
      else this.#remove(cookie)
    }
    living.sort((one, other) => lastUsed(other) - lastUsed(one))
    const byDomain = new Map<string, number>()
    let kept = 0
    for (const cookie of living) {
      const ofDomain = (byDomain.get(cookie.domain ?? '') ?? 0) + 1
      if (ofDomain > COOKIE_LIMITS.ofOneDomain || kept >= COOKIE_LIMITS.ofTheJar) this.#remove(cookie)
      else {
        byDomain.set(cookie.domain ?? '', ofDomain)
        kept += 1
      }
    }
  }

  #remove(cookie: JarCookie): void {
    this.drop({ domain: cookie.domain ?? '', path: cookie.path ?? '/', name: cookie.key })
  }
}

const ignore = (): void => undefined

/** The URL for which cookies are kept; null for a socket file. */
function httpUrl(url: string): string | null {
  const [, secure] = /^ws(s?):\/\//i.exec(url) ?? []
  return secure === undefined ? null : url.replace(/^wss?:/i, secure === '' ? 'http:' : 'https:')
}

const lastUsed = ({ lastAccessed }: JarCookie): number => (lastAccessed instanceof Date ? lastAccessed.getTime() : 0)

function order(one: Cookie, other: Cookie): number {
  return compare(one.domain, other.domain) || compare(one.path, other.path) || compare(one.name, other.name)
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
