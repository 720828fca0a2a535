import type { ByteSource } from '../byte-source.ts'
import { type PayloadText, type TextBlock, textFrom, withBytes } from './payload-text.ts'

/** Loaded by one step. */
export const STEP_BYTES = 1024 * 1024
/** Laid out at once; beyond, what is farthest away goes. */
const MOST_BYTES = 8 * 1024 * 1024
/** Shown before a place that was jumped to. */
const BEFORE_BYTES = 64 * 1024

/** The run of a payload that is shown as text: bytes [firstOf, endOf). */
export type TextWindow = PayloadText

export const firstOf = ({ blocks, end }: TextWindow): number => blocks[0]?.first ?? end
export const endOf = ({ end }: TextWindow): number => end

/** The start of a payload, as far as it is at hand. */
export const firstWindow = ({ head, total }: ByteSource): TextWindow => withBytes(textFrom(0), head, head.length === total)

/** With the bytes that follow. */
export async function withNext(window: TextWindow, source: ByteSource): Promise<TextWindow> {
  const bytes = await source.read(window.end, STEP_BYTES)
  const next = withBytes(window, bytes, window.end + bytes.length >= source.total)
  const earliest = next.end - MOST_BYTES
  return firstOf(next) >= earliest ? next : { ...next, blocks: next.blocks.filter((block) => block.first >= earliest) }
}

/** With the bytes before. */
export async function withPrevious(window: TextWindow, source: ByteSource): Promise<TextWindow> {
  const end = firstOf(window)
  const before = await windowBetween(source, Math.max(0, end - STEP_BYTES), end)
  const latest = firstOf(before) + MOST_BYTES
  const kept = window.blocks.filter((block) => block.first < latest)
  if (kept.length === window.blocks.length) return { ...window, blocks: [...before.blocks, ...kept] }
  // What went at the end is loaded again from where the last block that is kept ends.
  return { blocks: [...before.blocks, ...kept], end: window.blocks[kept.length]?.first ?? window.end, tail: new Uint8Array() }
}

/** A run that holds byte `offset`, and something before it. */
export const windowAround = (source: ByteSource, offset: number): Promise<TextWindow> => {
  const first = Math.max(0, Math.min(offset, source.total) - BEFORE_BYTES)
  return windowBetween(source, first, Math.min(source.total, first + STEP_BYTES))
}

/** Begins at a line where one begins near, else at a whole character. */
async function windowBetween(source: ByteSource, first: number, end: number): Promise<TextWindow> {
  const bytes = await source.read(first, end - first)
  const cut = first === 0 ? 0 : beginning(bytes)
  return withBytes(textFrom(first + cut), bytes.subarray(cut), end >= source.total || end !== first + bytes.length)
}

function beginning(bytes: Uint8Array): number {
  const lineEnd = bytes.subarray(0, BEFORE_BYTES / 2).indexOf(0x0a)
  if (lineEnd !== -1) return lineEnd + 1
  for (let at = 0; at < Math.min(4, bytes.length); at++) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at
  }
  return 0
}

/** The block that holds a byte; undefined if it is not loaded. */
export function blockAt(blocks: readonly TextBlock[], offset: number): number | undefined {
  let [low, high] = [0, blocks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((blocks[middle]?.first ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low === 0 ? undefined : low - 1
}
