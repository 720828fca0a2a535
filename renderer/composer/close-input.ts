import { isSendableCloseCode, MAX_CLOSE_REASON_BYTES } from '#shared/model/close-codes.ts'

/** What was typed for a close frame, as it is sent, or the key of the text that says what is wrong. */
export type CloseReading =
  | { readonly code: number | null; readonly reason: string; readonly problem: null }
  | { readonly problem: 'closeCodeNumber' | 'closeCodeForbidden' | 'closeReasonWithoutCode' | 'closeReasonLong' }

const encoder = new TextEncoder()

/** Bytes of a text in UTF-8, as a frame counts them. */
export const utf8Bytes = (text: string): number => encoder.encode(text).length

/** @param typedCode digits, or nothing for a close frame without a body (RFC 6455 section 5.5.1) */
export function readClose(typedCode: string, reason: string): CloseReading {
  const digits = typedCode.trim()
  if (digits === '') return reason === '' ? { code: null, reason, problem: null } : { problem: 'closeReasonWithoutCode' }
  if (!/^\d{4}$/.test(digits)) return { problem: 'closeCodeNumber' }
  const code = Number(digits)
  if (!isSendableCloseCode(code)) return { problem: 'closeCodeForbidden' }
  return utf8Bytes(reason) > MAX_CLOSE_REASON_BYTES ? { problem: 'closeReasonLong' } : { code, reason, problem: null }
}
