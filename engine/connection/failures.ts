import { AppError, type ErrorCode, type Failure } from '#shared/errors.ts'
import { isSendableCloseCode, MAX_CLOSE_REASON_BYTES } from '#shared/model/close-codes.ts'
import { VIOLATIONS, type ViolationId } from '#shared/model/frame.ts'
import type { TcpEnding } from './closing.ts'

/** A control frame carries at most this many bytes (RFC 6455 section 5.5). */
export const MAX_CONTROL_BYTES = 125

const VIOLATION_CODES: Partial<Record<ViolationId, { readonly code: ErrorCode; readonly hint: string }>> = {
  'message-too-large': { code: 'message.too-large', hint: 'Raise the largest message in the connection’s options if it was expected.' },
  'length-too-large': { code: 'message.too-large', hint: 'The server announces more bytes than any message can have; look at the frame.' },
  'not-utf8': { code: 'message.not-utf8', hint: 'The server has to send bytes that are not text as a binary message.' },
  'not-inflatable': { code: 'message.not-inflatable', hint: 'Connect without compression to see whether the server compresses wrongly.' },
}

/** Why a connection is failed (RFC 6455 section 7.1.7): names the frame, the rule and where it stands. */
export function violationFailure(id: ViolationId, seq: number): Failure {
  const { rfc, text } = VIOLATIONS[id]
  const { code, hint } = VIOLATION_CODES[id] ?? {
    code: 'protocol.violation' as const,
    hint: 'Look at the frame in the list; the server has to be corrected.',
  }
  return { code, message: `Frame ${seq} breaks RFC ${rfc.replace(' ', ' section ')}: ${text}`, hint }
}

/** Why a connection ended without any close frame. */
export function lostFailure(ending: TcpEnding): Failure {
  const how =
    ending.kind === 'remote-end'
      ? 'The server ended the TCP connection (FIN) without a close frame.'
      : ending.kind === 'reset'
        ? 'The TCP connection was reset (RST) without a close frame.'
        : `The TCP connection was lost without a close frame${ending.kind === 'error' ? `: ${ending.text}` : ''}.`
  return { code: 'connection.lost', message: how, hint: 'Look into the server’s log, or at the time-outs of proxies on the way.' }
}

/** @throws AppError 'close.invalid-code', 'close.reason-too-long' */
export function checkClose(code: number | null, reason: string): void {
  if (code !== null && !isSendableCloseCode(code)) {
    throw new AppError('close.invalid-code', `${code} must not stand in a close frame (RFC 6455 section 7.4).`, {
      hint: 'Use 1000 to 1003, 1007 to 1014, or 3000 to 4999.',
    })
  }
  if (code === null && reason !== '') {
    throw new AppError('close.invalid-code', 'A close frame with a reason needs a code before it (RFC 6455 section 5.5.1).', {
      hint: 'Use 1000, or leave the reason out.',
    })
  }
  const reasonBytes = Buffer.byteLength(reason)
  if (reasonBytes > MAX_CLOSE_REASON_BYTES) {
    throw new AppError('close.reason-too-long', `The close reason has ${reasonBytes} bytes of UTF-8; 123 fit into a close frame.`, {
      hint: 'Shorten it (RFC 6455 section 5.5).',
    })
  }
}

/** @throws AppError 'ping.too-long' */
export function checkPing(payload: Uint8Array): void {
  if (payload.length <= MAX_CONTROL_BYTES) return
  throw new AppError('ping.too-long', `The ping has ${payload.length} bytes; a control frame carries at most ${MAX_CONTROL_BYTES}.`, {
    hint: 'Shorten it (RFC 6455 section 5.5).',
  })
}

export function notOpenError(state: string): AppError {
  return new AppError('connection.not-open', `The connection is ${state}: nothing can be sent.`, { hint: 'Connect first.' })
}

/** What an error on the socket says of how TCP ended. */
export function endingOf(error: NodeJS.ErrnoException): TcpEnding {
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return { kind: 'reset' }
  return { kind: 'error', text: error.message }
}
