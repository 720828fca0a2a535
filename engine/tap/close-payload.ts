import { isUtf8 } from 'node:buffer'
import type { ViolationId } from '#shared/model/frame.ts'

/**
 * Whether a close frame may carry this code: 1000 to 1014 without those that only ever stand in reports
 * (1005, 1006) or were never defined (1004), and 3000 to 4999 for libraries and applications.
 *
 * @see RFC 6455 section 7.4 and the IANA registry it founds
 */
export function isCloseCodeAllowed(code: number): boolean {
  if (code >= 3000) return code <= 4999
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006
}

/**
 * Judges what a close frame says.
 *
 * @param payload unmasked; empty is allowed
 * @see RFC 6455 section 5.5.1
 */
export function judgeClosePayload(payload: Uint8Array): ViolationId | null {
  const [high, low] = payload
  if (high === undefined) return null
  if (low === undefined) return 'close-payload-length'
  if (!isCloseCodeAllowed(high * 256 + low)) return 'close-code'
  return isUtf8(payload.subarray(2)) ? null : 'close-reason-not-utf8'
}
