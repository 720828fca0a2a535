import type { HandshakeNote } from '#shared/model/handshake.ts'
import type { ConnectionSpec, Pair } from '#shared/model/spec.ts'
import type { CookieSource, SentCookie } from '../cookies/cookie-jar.ts'
import { quote } from './quote.ts'

/** What the jar adds to a request, and what is to be said of it. */
export interface JarShare {
  readonly cookies: readonly SentCookie[]
  readonly notes: readonly HandshakeNote[]
}

/**
 * The jar's cookies for a URL, without those whose names the spec's own `Cookie` headers have: what a person wrote stands.
 *
 * @param url as it is tried
 */
export function jarShareOf(jar: CookieSource, url: string, headers: readonly Pair[]): JarShare {
  const own = headers.filter(isCookie)
  const written = new Set(own.flatMap(({ value }) => value.split(';')).map((pair) => pair.split('=')[0]?.trim() ?? ''))
  const cookies: SentCookie[] = []
  const kept: SentCookie[] = []
  for (const cookie of jar.cookiesFor(url)) (written.has(cookie.name) ? kept : cookies).push(cookie)
  const notes: HandshakeNote[] = []
  if (own.length > 0 && cookies.length > 0) {
    notes.push({ id: 'cookies-added', text: `The jar added ${namesOf(cookies)} to the Cookie header of this spec.` })
  }
  if (kept.length > 0) {
    notes.push({ id: 'cookies-kept', text: `This spec’s own ${namesOf(kept)} stands in place of the jar’s.` })
  }
  return { cookies, notes }
}

/**
 * The spec's headers with the jar's cookies: behind what the first `Cookie` header says, as a request has one of them at
 * most (RFC 6265 section 5.4), or as a header of its own behind all others.
 */
export function withJarCookies(headers: readonly Pair[], cookies: readonly SentCookie[]): readonly Pair[] {
  if (cookies.length === 0) return headers
  const value = cookies.map((cookie) => (cookie.name === '' ? cookie.value : `${cookie.name}=${cookie.value}`)).join('; ')
  const first = headers.findIndex(isCookie)
  const own = headers[first]
  if (!own) return [...headers, { name: 'Cookie', value, enabled: true }]
  return headers.with(first, { ...own, value: [own.value.trim(), value].filter(Boolean).join('; ') })
}

/** The jar a spec is tried with: none where it says so. */
export const jarOf = (spec: ConnectionSpec, jar: CookieSource | null | undefined): CookieSource | null =>
  spec.options.useCookies ? (jar ?? null) : null

const isCookie = ({ enabled, name }: Pair): boolean => enabled && name.toLowerCase() === 'cookie'

const namesOf = (cookies: readonly SentCookie[]): string => cookies.map(({ name }) => quote(name)).join(', ')
