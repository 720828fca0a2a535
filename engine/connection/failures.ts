import { AppError, type ErrorCode, type Failure } from '#shared/errors.ts'
import { isSendableCloseCode, MAX_CLOSE_REASON_BYTES } from '#shared/model/close-codes.ts'
import { VIOLATIONS, type ViolationId } from '#shared/model/frame.ts'
import type { ConnectionOptions } from '#shared/model/spec.ts'
import type { CapturedFrame } from '../tap/captured.ts'
import type { TcpEnding } from './closing.ts'

/** A control frame carries at most this many bytes (RFC 6455 section 5.5). */
export const MAX_CONTROL_BYTES = 125

type Limits = Pick<ConnectionOptions, 'maxMessageBytes' | 'maxInflatedBytes' | 'maxFragments'>

/** The limits that a message can exceed: the setting, what the window and the terminal call it, and its unit. */
const LIMITS: Partial<Record<ViolationId, { readonly setting: keyof Limits; readonly called: string; readonly unit: string }>> = {
  'message-too-large': { setting: 'maxMessageBytes', called: '“Largest message”, --max-message', unit: 'bytes' },
  'inflated-too-large': { setting: 'maxInflatedBytes', called: '“Largest inflated message”, --max-inflated', unit: 'bytes' },
  'too-many-fragments': { setting: 'maxFragments', called: '“Most frames of a message”, --max-fragments', unit: 'frames' },
}

const VIOLATION_CODES: Partial<Record<ViolationId, { readonly code: ErrorCode; readonly hint: string }>> = {
  'message-too-large': { code: 'message.too-large', hint: '' },
  'inflated-too-large': { code: 'message.inflates-too-large', hint: '' },
  'too-many-fragments': { code: 'message.too-many-fragments', hint: '' },
  'length-too-large': { code: 'protocol.violation', hint: 'The server announces more bytes than any message can have; look at the frame.' },
  'not-utf8': { code: 'message.not-utf8', hint: 'The server has to send bytes that are not text as a binary message.' },
  'not-inflatable': { code: 'message.not-inflatable', hint: 'Connect without compression to see whether the server compresses wrongly.' },
}

/**
 * Why a connection is failed (RFC 6455 section 7.1.7): names the frame, the rule and where it stands; for a limit also its setting and value.
 *
 * @param frame the one that breaks the rule
 */
export function violationFailure(id: ViolationId, frame: CapturedFrame | null, limits: Limits): Failure {
  const { rfc, text } = VIOLATIONS[id]
  const { code, hint } = VIOLATION_CODES[id] ?? { code: 'protocol.violation' as const, hint: hintOf(frame) }
  const message = `Frame ${frame?.facts.seq ?? 0} breaks RFC ${rfc.replace(' ', ' section ')}: ${text}`
  const limit = LIMITS[id]
  if (limit === undefined) return { code, message, hint }
  const value = `${limits[limit.setting].toLocaleString('en')} ${limit.unit}`
  return {
    code,
    message: `${message} ${limit.setting} is ${value}.`,
    hint: `Raise ${limit.setting} (${limit.called}) in the connection’s options if it was expected.`,
  }
}

/** What stands where a frame should is often something else that is easily told. */
function hintOf(frame: CapturedFrame | null): string {
  const wire = frame?.wire ?? new Uint8Array(0)
  if (Buffer.from(wire.subarray(0, 5)).toString('latin1') === 'HTTP/') {
    return 'This is an HTTP answer, after the handshake was over: look at the server, or a proxy between.'
  }
  // A TLS record: its type, then the major version (RFC 8446 section 5.1).
  const [type = 0, version, minor = 0] = wire
  if (type >= 20 && type <= 23 && version === 3 && minor <= 4) return 'This looks like a TLS record, where no TLS was agreed on.'
  return 'Look at the frame in the list; the server has to be corrected. Tolerant mode shows how it would go on.'
}

/** No pong came. */
export function keepAliveFailure(afterMs: number): Failure {
  return {
    code: 'keepalive.timeout',
    message: `The server did not answer a keep-alive ping within ${afterMs} ms, as RFC 6455 section 5.5.2 demands; the connection was dropped.`,
    hint: 'The server hangs, or something between drops what is sent; a longer pong time-out shows which.',
  }
}

/** Why a connection ended without any close frame. */
export function lostFailure(ending: TcpEnding | null): Failure {
  const how = lostBy(ending?.how ?? 'error', ending?.text ?? 'the socket was closed')
  return { code: 'connection.lost', message: how, hint: 'Look into the server’s log, or at the time-outs of proxies on the way.' }
}

function lostBy(how: TcpEnding['how'], text: string): string {
  switch (how) {
    case 'fin':
      return 'The server ended the TCP connection (FIN) without a close frame.'
    case 'reset':
      return 'The TCP connection was reset (RST) without a close frame.'
    case 'tls-alert':
      return `The server ended TLS with the alert ${text}, without a close frame.`
    case 'timeout':
      return 'TCP got no answer from the server any more (time-out), and there was no close frame.'
    default:
      return `The TCP connection was lost without a close frame${text === '' ? '' : `: ${text}`}.`
  }
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
  const { code = '' } = error
  if (code === 'ECONNRESET' || code === 'EPIPE') return { how: 'reset' }
  if (code === 'ETIMEDOUT') return { how: 'timeout' }
  // OpenSSL's names, e.g. ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC or ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR.
  const alert = /^ERR_SSL_.*ALERT_(?:NUMBER_)?([A-Z0-9_]+)$/.exec(code)?.[1]
  return alert === undefined ? { how: 'error', text: error.message } : { how: 'tls-alert', text: alert.toLowerCase() }
}
