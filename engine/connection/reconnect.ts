import type { ReconnectPolicy } from '#shared/model/spec.ts'

/** How a connection ended that nobody here wanted to end. */
export interface UnaskedEnd {
  /** Of the close frame, or 1005 and 1006 (RFC 6455 section 7.1.5). */
  readonly code: number
  /** How long it was open; null if it never was. */
  readonly openMs: number | null
}

export type AfterEnd =
  /** The next attempt, counted from 1. */
  { readonly kind: 'again'; readonly attempt: number } | { readonly kind: 'stop'; readonly why: 'stop-code' | 'exhausted' }

/**
 * What follows an end. Attempts are counted in a row: one that opened and stayed so for the longest wait of the policy was a
 * success, and the count begins anew. A shorter one does not count as such, or a server that takes everybody in and throws
 * them out would be asked for ever.
 *
 * @param attempt which one in the row ended; 0 for a connection that a person opened
 */
export function afterEnd({ code, openMs }: UnaskedEnd, policy: ReconnectPolicy, attempt: number): AfterEnd {
  if (openMs !== null && policy.stopCodes.includes(code)) return { kind: 'stop', why: 'stop-code' }
  const next = openMs !== null && openMs >= policy.maxDelayMs ? 1 : attempt + 1
  return next > policy.attempts ? { kind: 'stop', why: 'exhausted' } : { kind: 'again', attempt: next }
}

/**
 * The wait before an attempt, in whole milliseconds: `delayMs` doubled for each attempt before it, give or take a random half,
 * so that many clients do not come back at once; `maxDelayMs` at most.
 *
 * @param attempt counted from 1
 * @param random 0 (inclusive) to 1 (exclusive)
 * @see RFC 6455 section 7.2.3, Recovering from Abnormal Closure
 */
export function waitBeforeMs(attempt: number, { delayMs, maxDelayMs }: ReconnectPolicy, random: number): number {
  const doubled = Math.min(delayMs * 2 ** (attempt - 1), maxDelayMs)
  return Math.round(Math.min(doubled * (0.5 + random), maxDelayMs))
}
