import type { ErrorCode, Failure } from '#shared/errors.ts'
import type { CloseReport } from '#shared/model/connection.ts'

/** What a script learns from the end of `sockscope`; the table stands in docs/terminal.md. */
export const EXIT = {
  /** Closed as asked, or by the server as servers normally close. */
  done: 0,
  /** The disk, or something inside Sockscope. */
  failed: 1,
  usage: 2,
  /** The server answered, and not with a WebSocket. */
  refused: 3,
  /** DNS, TCP, TLS or the proxy did not get through to the server. */
  unreachable: 4,
  /** The connection was open and ended by a protocol error or otherwise than normally. */
  abnormal: 5,
  /** No frame fits the query. */
  nothing: 6,
} as const

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT]

const USAGE_CODES: readonly ErrorCode[] = ['tls.ca-unreadable', 'tls.client-unreadable', 'tls.passphrase', 'proxy.invalid', 'demo.failed']
const USAGE_AREAS = ['cookie', 'input', 'url', 'header', 'subprotocol', 'close', 'ping']
const UNREACHABLE_AREAS = ['dns', 'tcp', 'tls', 'unix', 'proxy']
const ABNORMAL_AREAS = ['protocol', 'message', 'connection', 'keepalive', 'send']

/** The status of a failure, by its code alone. */
export function statusOfFailure({ code }: Pick<Failure, 'code'>): ExitStatus {
  const [area = ''] = code.split('.')
  if (USAGE_CODES.includes(code) || USAGE_AREAS.includes(area)) return EXIT.usage
  if (area === 'handshake' || area === 'redirect') return EXIT.refused
  if (UNREACHABLE_AREAS.includes(area)) return EXIT.unreachable
  return ABNORMAL_AREAS.includes(area) ? EXIT.abnormal : EXIT.failed
}

/** Codes with which a server ends a conversation that went well; 1005 is a close frame without a code. */
const NORMAL_CODES = [1000, 1001, 1005]

/** The status of a connection that was open and ended without a failure. */
export function statusOfClose({ clean, initiator, code }: CloseReport): ExitStatus {
  if (!clean) return EXIT.abnormal
  return initiator === 'local' || NORMAL_CODES.includes(code) ? EXIT.done : EXIT.abnormal
}
