import { textBlocks } from './text-blocks.ts'
import { bytesBehind, wholeLength } from './utf8.ts'

/** A piece of text that is laid out by itself. */
export interface TextBlock {
  readonly text: string
  /** Where it begins in the payload, in bytes. */
  readonly first: number
  /** Its bytes, kept only where some are not UTF-8: there the text alone does not tell how long they were. */
  readonly bytes: Uint8Array | null
  /** Places that are not UTF-8, each shown as U+FFFD. */
  readonly invalid: number
}

/** A run of a payload read as UTF-8 as far as it was loaded. */
export interface PayloadText {
  readonly blocks: readonly TextBlock[]
  /** Where the next bytes to load stand in the payload. */
  readonly end: number
  /** Bytes from the last block on: it grows with what comes, so that no line is cut where a slice ended. */
  readonly tail: Uint8Array
}

/** Nothing yet, of a run that begins at byte `first`. */
export const textFrom = (first: number): PayloadText => ({ blocks: [], end: first, tail: new Uint8Array() })

/** With the next slice of the payload. `isLast`: nothing follows, so that a character that is cut off is invalid. */
export function withBytes(before: PayloadText, slice: Uint8Array, isLast: boolean): PayloadText {
  const bytes = joined(before.tail, slice)
  const first = before.end - before.tail.length
  const usable = isLast ? bytes : bytes.subarray(0, wholeLength(bytes))
  const { text, invalid } = decodeUtf8(usable)
  const blocks: TextBlock[] = before.tail.length > 0 ? before.blocks.filter((block) => block.first < first) : [...before.blocks]
  let at = 0
  for (const blockText of textBlocks(text)) {
    const end = bytesBehind(blockText, invalid > 0 ? bytes : null, at)
    blocks.push(textBlock(blockText, first + at, bytes.subarray(at, end), invalid > 0))
    at = end
  }
  return { blocks, end: before.end + slice.length, tail: bytes.slice((blocks.at(-1)?.first ?? first) - first) }
}

function textBlock(text: string, first: number, bytes: Uint8Array, mayBeInvalid: boolean): TextBlock {
  const invalid = mayBeInvalid && text.includes('\ufffd') ? decodeUtf8(bytes).invalid : 0
  return { text, first, bytes: invalid > 0 ? bytes.slice() : null, invalid }
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

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}
