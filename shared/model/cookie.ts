/** What tells one cookie of a jar from another (RFC 6265 section 5.3). */
export interface CookieKey {
  /** In ASCII, lower case, without a leading dot: 'example.com', '127.0.0.1', '::1'. */
  readonly domain: string
  /** Begins with a slash. */
  readonly path: string
  readonly name: string
}

export const SAME_SITE = ['Strict', 'Lax', 'None'] as const

/** A cookie as it stands in the jar. */
export interface Cookie extends CookieKey {
  readonly value: string
  /** Milliseconds since the Unix epoch; null: it has no end of its own, and stays until it is deleted. */
  readonly expiresMs: number | null
  /** Sent over TLS only, or to this machine. */
  readonly secure: boolean
  /** Not for scripts of a page; said for completeness, there are none here. */
  readonly httpOnly: boolean
  /** For the domain alone, and not for the names below it. */
  readonly hostOnly: boolean
  /** As said; null if it was not. Requests of Sockscope come from no site and are never held back for it. */
  readonly sameSite: (typeof SAME_SITE)[number] | null
}

/** A `Set-Cookie` of an answer, and what became of it. */
export interface CookieOffer {
  /** As received. */
  readonly raw: string
  /** Why it was not kept; null if it was (also where it deleted one). */
  readonly refused: string | null
}

/** What one hop of a handshake had to do with the cookie jar. */
export interface HandshakeCookies {
  /** Names of the cookies that the jar added to the request, in order; their values stand in its `Cookie` header. */
  readonly sent: readonly string[]
  /** Every `Set-Cookie` of the answer, in order. */
  readonly offered: readonly CookieOffer[]
}
