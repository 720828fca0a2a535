/** What a server may fill a jar with; browsers have the same numbers, or near ones (RFC 6265bis sections 5.6 and 5.7, RFC 6265 section 6.1). */
export const COOKIE_LIMITS = {
  /** A whole `Set-Cookie`, attributes included. */
  rawChars: 8_192,
  /** Name and value together, in bytes of UTF-8. */
  pairBytes: 4_096,
  /** Domain and path. */
  attributeChars: 1_024,
  ofOneAnswer: 200,
  ofOneDomain: 180,
  ofTheJar: 3_000,
} as const
