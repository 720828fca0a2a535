import { isIPv6 } from 'node:net'
import { Cookie as JarCookie } from 'tough-cookie'
import { AppError } from '#shared/errors.ts'
import { type Cookie, type CookieKey, SAME_SITE } from '#shared/model/cookie.ts'
import { COOKIE_LIMITS } from './cookie-limits.ts'
import { isPublicSuffix } from './read-set-cookie.ts'

/** A cookie of tough-cookie as the contract has it. */
export function toCookie(cookie: JarCookie): Cookie {
  return {
    domain: cookie.domain ?? '',
    path: cookie.path ?? '/',
    name: cookie.key,
    value: cookie.value,
    expiresMs: endOf(cookie),
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    hostOnly: cookie.hostOnly ?? false,
    sameSite: SAME_SITE.find((known) => known.toLowerCase() === cookie.sameSite?.toLowerCase()) ?? null,
  }
}

/** No Date holds a later one; a server may say such an end, and it is none. */
const LAST_MOMENT_MS = 8.64e15

function endOf(cookie: JarCookie): number | null {
  const end = cookie.expiryTime()
  return end === undefined || !(end <= LAST_MOMENT_MS) ? null : end
}

/**
 * A cookie that a person wrote, as tough-cookie has it.
 *
 * @throws AppError 'cookie.invalid' saying which part cannot be that
 * @see RFC 6265 section 5.3; the octets of name and value are those that a server could have set (section 5.2)
 */
export function fromCookie(cookie: Cookie, now: Date): JarCookie {
  requireCookie(cookie)
  return new JarCookie({
    key: cookie.name,
    value: cookie.value,
    domain: domainOf(cookie),
    path: cookie.path,
    expires: cookie.expiresMs === null ? 'Infinity' : new Date(cookie.expiresMs),
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    hostOnly: cookie.hostOnly,
    creation: now,
    lastAccessed: now,
    sameSite: cookie.sameSite?.toLowerCase(),
  })
}

/** The domain as it is matched: ASCII (IDN as punycode), lower case, no leading dot, no brackets; '' where it is none. */
export function domainOf({ domain }: Pick<CookieKey, 'domain'>): string {
  const bare = domain
    .trim()
    .replace(/^\./, '')
    .replace(/^\[(.*)\]$/, '$1')
  if (isIPv6(bare)) return new URL(`http://[${bare}]/`).hostname.slice(1, -1)
  const url = `http://${bare}/`
  return bare !== '' && !/[\s:/?#@\\[\]]/.test(bare) && URL.canParse(url) ? new URL(url).hostname : ''
}

function requireCookie(cookie: Cookie): void {
  const domain = domainOf(cookie)
  if (domain === '') {
    throw invalid(`${JSON.stringify(cookie.domain)} is not a domain.`, 'Write a host name or an address, without scheme, port and path.')
  }
  if (!cookie.hostOnly && isPublicSuffix(domain)) {
    throw invalid(`${JSON.stringify(domain)} is a public suffix: below it are the sites of others.`, 'Make it a cookie of that host only.')
  }
  if (!/^\/[^;\p{Cc}]*$/u.test(cookie.path)) throw invalid('The path does not begin with a slash, or has a semicolon in it.', 'Write /.')
  if (!/^[^=;\p{Cc}]*$/u.test(cookie.name) || cookie.name.trim() !== cookie.name || cookie.name === '') {
    throw invalid(
      'The name is empty, or has a space around it, =, ; or a control character in it.',
      'RFC 6265 section 4.1.1 says what may stand there.',
    )
  }
  if (!/^[^;\p{Cc}]*$/u.test(cookie.value) || cookie.value.trim() !== cookie.value || !cookie.value.isWellFormed()) {
    throw invalid('The value has a semicolon, a control character or a space around it.', 'Percent-encode it, if the server decodes that.')
  }
  if (Buffer.byteLength(cookie.name) + Buffer.byteLength(cookie.value) > COOKIE_LIMITS.pairBytes) {
    throw invalid(`Name and value have more than ${COOKIE_LIMITS.pairBytes} bytes.`, 'No server would take more (RFC 6265bis section 5.7).')
  }
}

const invalid = (message: string, hint: string): AppError => new AppError('cookie.invalid', message, { hint })
