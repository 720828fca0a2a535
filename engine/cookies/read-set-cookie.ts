import { Cookie, domainMatch, getPublicSuffix } from 'tough-cookie'
import { quote } from '../handshake/quote.ts'
import { COOKIE_LIMITS } from './cookie-limits.ts'

/** A cookie to be kept, or why it cannot be. */
export type ReadCookie = { readonly cookie: Cookie; readonly refused: null } | { readonly cookie: null; readonly refused: string }

const refused = (reason: string): ReadCookie => ({ cookie: null, refused: reason })

/**
 * Reads a `Set-Cookie` as RFC 6265 section 5.2 has it, and says in our own words why one cannot be kept. The rules that need
 * the jar (a cookie that is there already, the prefixes) are judged there.
 *
 * @param raw the header's value, bytes read as Latin-1
 * @param url of the request, `http:` or `https:`
 */
export function readSetCookie(raw: string, url: URL): ReadCookie {
  if (raw.length > COOKIE_LIMITS.rawChars) return refused(`It has ${raw.length} characters; ${COOKIE_LIMITS.rawChars} are taken at most.`)
  const text = Buffer.from(raw, 'latin1').toString('utf8')
  // It could not be sent back as it came: what is sent is UTF-8.
  if (text.includes('\ufffd')) return refused('Its bytes are not UTF-8.')
  const cookie = Cookie.parse(text)
  if (!cookie) return refused('It cannot be read: there is no NAME=VALUE at its beginning, or a control character in it.')
  return judge(cookie, url)
}

function judge(cookie: Cookie, url: URL): ReadCookie {
  const bytes = Buffer.byteLength(cookie.key) + Buffer.byteLength(cookie.value)
  if (bytes > COOKIE_LIMITS.pairBytes) {
    return refused(`Its name and value have ${bytes} bytes; ${COOKIE_LIMITS.pairBytes} are taken at most (RFC 6265bis section 5.7).`)
  }
  const domain = cookie.canonicalizedDomain() ?? ''
  if (Math.max(domain.length, cookie.path?.length ?? 0) > COOKIE_LIMITS.attributeChars) return refused('Its domain or path is too long.')
  const host = hostOf(url)
  if (domain !== '' && !domainMatch(host, domain)) {
    return refused(`It is for ${quote(domain)}, and ${quote(host)} cannot set that (RFC 6265 section 5.3, 6).`)
  }
  if (domain !== '' && isPublicSuffix(domain)) {
    return refused(`${quote(domain)} is a public suffix: below it are the sites of others (RFC 6265 section 5.3, 5).`)
  }
  return { cookie, refused: null }
}

/** The URL's host as cookies have it: an IPv6 address without brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1')

/** `localhost` and names for special use are sites of their own here. */
export function isPublicSuffix(domain: string): boolean {
  if (/^[\d.]+$/.test(domain) || domain.includes(':')) return false
  return getPublicSuffix(domain, { allowSpecialUseDomain: true, ignoreError: true }) === undefined
}
