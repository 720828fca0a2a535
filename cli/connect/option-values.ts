import { AppError } from '#shared/errors.ts'
import { isSendableCloseCode, MAX_CLOSE_REASON_BYTES } from '#shared/model/close-codes.ts'
import type { CloseChoice } from './plan.ts'

/** A control frame carries at most this many bytes (RFC 6455 section 5.5). */
const MAX_PING_BYTES = 125
/** Node's timers hold no more (2^31 - 1 ms, almost 25 days). */
const MAX_TIMER_MS = 2_147_483_647

const invalid = (message: string, hint: string): AppError => new AppError('input.invalid', message, { hint })

/** @returns reads a whole number of `unit` within the limits @throws AppError 'input.invalid' */
export function wholeNumber(option: string, minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= minimum && value <= maximum) return value
    const limits = maximum === Number.MAX_SAFE_INTEGER ? `${minimum} or more` : `from ${minimum} to ${maximum}`
    throw invalid(`${option} takes a whole number, ${limits}; ${JSON.stringify(text)} is none.`, 'See sockscope connect --help.')
  }
}

export const milliseconds = (option: string): ((text: string) => number) => wholeNumber(option, 1, MAX_TIMER_MS)

/**
 * Reads `CODE` or `CODE:REASON`.
 * @throws AppError 'close.invalid-code', 'close.reason-too-long'
 */
export function readClose(text: string): CloseChoice {
  const colon = text.indexOf(':')
  return checkedClose(colon < 0 ? text : text.slice(0, colon), colon < 0 ? '' : text.slice(colon + 1))
}

/** @throws AppError 'close.invalid-code', 'close.reason-too-long' */
export function checkedClose(codeText: string, reason: string): CloseChoice {
  const code = /^\d{4}$/.test(codeText) ? Number(codeText) : Number.NaN
  if (!isSendableCloseCode(code)) {
    throw new AppError(
      'close.invalid-code',
      `${JSON.stringify(codeText)} is no code that may stand in a close frame (RFC 6455 section 7.4).`,
      {
        hint: 'Use 1000 to 1003, 1007 to 1014, or 3000 to 4999.',
      },
    )
  }
  const reasonBytes = Buffer.byteLength(reason)
  if (reasonBytes > MAX_CLOSE_REASON_BYTES) {
    throw new AppError(
      'close.reason-too-long',
      `The close reason has ${reasonBytes} bytes of UTF-8; ${MAX_CLOSE_REASON_BYTES} fit into a close frame.`,
      { hint: 'Shorten it (RFC 6455 section 5.5).' },
    )
  }
  return { code, reason }
}

/** @throws AppError 'ping.too-long' */
export function readPing(text: string): Uint8Array {
  const payload = Buffer.from(text)
  if (payload.length <= MAX_PING_BYTES) return payload
  throw new AppError('ping.too-long', `The ping has ${payload.length} bytes; a control frame carries at most ${MAX_PING_BYTES}.`, {
    hint: 'Shorten it (RFC 6455 section 5.5).',
  })
}

/** Standard or URL-safe base64, padded or not. @throws AppError 'input.invalid' */
export function readBase64(text: string): Uint8Array {
  const digits = text.replace(/=+$/, '')
  const pads = text.length - digits.length
  if (/^[A-Za-z0-9+/_-]*$/.test(digits) && digits.length % 4 !== 1 && (pads === 0 || text.length % 4 === 0))
    return Buffer.from(text, 'base64')
  throw invalid(`${JSON.stringify(text.slice(0, 40))} is not base64.`, 'printf hi | base64 writes it.')
}
