import type { CloseReport } from './connection.ts'

/** The most UTF-8 bytes a close reason may have: a control frame's 125 less the code's two (RFC 6455 section 5.5). */
export const MAX_CLOSE_REASON_BYTES = 123

/** IANA's "WebSocket Close Code Number Registry". 1004 to 1006 and 1015 are reserved and never stand in a frame. */
const REGISTERED: Readonly<Record<number, string>> = {
  1000: 'Normal closure',
  1001: 'Going away',
  1002: 'Protocol error',
  1003: 'Unsupported data',
  1004: 'Reserved',
  1005: 'No status received',
  1006: 'Abnormal closure',
  1007: 'Invalid frame payload data',
  1008: 'Policy violation',
  1009: 'Message too big',
  1010: 'Mandatory extension',
  1011: 'Internal error',
  1012: 'Service restart',
  1013: 'Try again later',
  1014: 'Bad gateway',
  1015: 'TLS handshake',
  3000: 'Unauthorized',
  3003: 'Forbidden',
  3008: 'Timeout',
}

/** The registered name of a close code or, where it has none, the name of the range it stands in (RFC 6455 section 7.4.2). */
export function closeCodeName(code: number): string {
  const registered = REGISTERED[code]
  if (registered !== undefined) return registered
  if (code >= 4000 && code <= 4999) return 'Private use'
  if (code >= 3000 && code <= 3999) return 'Registered by libraries'
  if (code >= 1000 && code <= 2999) return 'Unassigned'
  return 'Not a close code'
}

/** Who hands out such a code. @see RFC 6455 sections 7.4.1 and 7.4.2 */
export function closeRegistryOf(code: number): CloseReport['registry'] {
  if (code === 1004 || code === 1005 || code === 1006 || code === 1015) return 'reserved'
  if (code >= 1000 && code <= 2999) return 'protocol'
  if (code >= 3000 && code <= 3999) return 'libraries'
  return code >= 4000 && code <= 4999 ? 'private' : 'none'
}

/**
 * True for the codes an endpoint may put into a close frame: the registered ones that are not reserved
 * for local use, and the two ranges for libraries and applications.
 *
 * @see RFC 6455 section 7.4
 */
export function isSendableCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999)
}

/** The registered codes that may be sent, in order: what a person is offered to choose from. */
export const SENDABLE_REGISTERED_CODES: readonly number[] = Object.keys(REGISTERED).map(Number).filter(isSendableCloseCode)
