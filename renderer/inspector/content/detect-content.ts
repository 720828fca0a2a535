import { decodeUtf8 } from '../text/payload-text.ts'
import { wholeLength } from '../text/utf8.ts'
import { FORMATS, type FormatId } from './content-formats.ts'
import { binaryFormat } from './magic-bytes.ts'
import { textFormat } from './text-format.ts'

/** Looked at, whatever the length of the payload. */
const LOOK_BYTES = 32 * 1024
/** Controls that no text has; tab, line ends, form feed and escape are met in texts. */
const BINARY_CONTROLS = [0, 1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31]
const IS_BINARY_CONTROL = new Set(BINARY_CONTROLS)

/**
 * Tells by a payload's first bytes what it is. Cheap, and only a guess: it chooses the views that are offered first.
 *
 * @param head the first bytes, at most as many as there are
 * @param isText the sender said that it is text, which is not questioned
 */
export function detectFormat(head: Uint8Array, isText: boolean): FormatId {
  if (head.length === 0) return 'empty'
  const look = head.subarray(0, LOOK_BYTES)
  const named = isText ? null : binaryFormat(look)
  if (named && FORMATS[named].kind !== 'packed') return named
  // A character that is cut off at the end, of the look or of the payload, does not make bytes of a text.
  const { text, invalid } = decodeUtf8(look.subarray(0, wholeLength(look)))
  if (isText || (invalid === 0 && !look.some((byte) => IS_BINARY_CONTROL.has(byte)))) return textFormat(text)
  return named ?? 'binary'
}
