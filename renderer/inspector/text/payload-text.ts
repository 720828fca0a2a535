import { textBlocks } from './text-blocks.ts'

/** A payload read as UTF-8 as far as it was loaded. */
export interface PayloadText {
  readonly blocks: readonly string[]
  /** Places that are not UTF-8, each shown as U+FFFD. */
  readonly invalid: number
  /** The last bytes, where they may be the start of a character that goes on. */
  readonly rest: Uint8Array
}

export const NO_TEXT: PayloadText = { blocks: [], invalid: 0, rest: new Uint8Array() }

/** With the next slice of the payload. `isLast`: nothing follows, so that a character that is cut off is invalid. */
export function withBytes(before: PayloadText, slice: Uint8Array, isLast: boolean): PayloadText {
  const bytes = joined(before.rest, slice)
  const end = isLast ? bytes.length : wholeLength(bytes)
  const { text, invalid } = decodeUtf8(bytes.subarray(0, end))
  const last = before.blocks.at(-1) ?? ''
  return {
    blocks: [...before.blocks.slice(0, -1), ...textBlocks(last + text)],
    invalid: before.invalid + invalid,
    rest: bytes.slice(end),
  }
}

/** The text of bytes, a BOM kept, with the number of places that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly invalid: number } {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return { text, invalid: countOf(text, '\ufffd') - genuineReplacements(bytes) }
}

function countOf(text: string, sign: string): number {
  let count = 0
  for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) count++
  return count
}

/** U+FFFD that was sent as such: EF BF BD. */
function genuineReplacements(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(0xef); at !== -1; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) count++
  }
  return count
}

/** Without a character at the end whose bytes may not all be there. */
function wholeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) return back < characterLength(byte) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

function characterLength(lead: number): number {
  if (lead >= 0xf0) return 4
  return lead >= 0xe0 ? 3 : 2
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}
