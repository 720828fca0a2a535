import { freeMemory } from '../tap/free-memory.ts'
import { type BatchRows, unmask } from './batch-rows.ts'
import type { Spans } from './spans.ts'

/** Read at once at most, unless one span alone is longer. */
const WINDOW_BYTES = 2 * 1024 * 1024
/** So much between two spans is read along rather than read around. */
const GAP_BYTES = 32 * 1024

/** A piece of the segment with some spans in it, [first, end) of all. */
export interface Window {
  /** Unmasked where spans are. */
  readonly bytes: Buffer
  readonly first: number
  readonly end: number
  /** Of the first byte, in the segment. */
  readonly offset: number
}

/** Reads spans in few pieces. One longer than `mostBytes` is left to `onLong`, by its index. */
export function forEachWindow(
  rows: BatchRows,
  spans: Spans,
  mostBytes: number,
  visit: (window: Window) => void,
  onLong: (index: number) => void,
): void {
  for (let first = 0; first < spans.count; ) {
    if ((spans.length[first] ?? 0) > mostBytes) {
      onLong(first)
      first += 1
      continue
    }
    const offset = spans.offset[first] ?? 0
    let end = first + 1
    while (end < spans.count && fits(spans, end, offset, mostBytes)) end += 1
    const bytes = readWindow(rows, spans, first, end)
    visit({ bytes, first, end, offset })
    // Nobody looks at it any more.
    freeMemory(bytes)
    first = end
  }
}

function fits(spans: Spans, index: number, windowOffset: number, mostBytes: number): boolean {
  const before = spans.endOf(index - 1)
  const offset = spans.offset[index] ?? 0
  const isNear = offset >= before && offset - before <= GAP_BYTES
  return isNear && (spans.length[index] ?? 0) <= mostBytes && spans.endOf(index) - windowOffset <= WINDOW_BYTES
}

function readWindow(rows: BatchRows, spans: Spans, first: number, end: number): Buffer {
  const offset = spans.offset[first] ?? 0
  const read = rows.read(offset, spans.endOf(end - 1) - offset)
  for (let index = first; index < end; index++) {
    const maskKey = spans.maskKey[index] ?? -1
    if (maskKey >= 0) unmask(read, (spans.offset[index] ?? 0) - offset, spans.endOf(index) - offset, maskKey, spans.maskPhase[index] ?? 0)
  }
  return Buffer.from(read.buffer, read.byteOffset, read.byteLength)
}
