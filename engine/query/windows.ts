import { freeMemory } from '../tap/free-memory.ts'
import { type BatchRows, type Span, unmask } from './batch-rows.ts'

/** Read at once at most, unless one span alone is longer. */
const WINDOW_BYTES = 2 * 1024 * 1024
/** So much between two spans is read along rather than read around. */
const GAP_BYTES = 32 * 1024

export interface Window {
  /** Unmasked where spans are. */
  readonly bytes: Buffer
  readonly spans: readonly Span[]
  /** Of the first byte, in the segment. */
  readonly offset: number
}

/** Reads spans, given in the order of their offsets, in few pieces. A span longer than `mostBytes` is left to `onLong`. */
export function forEachWindow(
  rows: BatchRows,
  spans: readonly Span[],
  mostBytes: number,
  visit: (window: Window) => void,
  onLong: (span: Span) => void,
): void {
  for (let first = 0; first < spans.length; ) {
    const begin = spans[first]
    if (begin === undefined) return
    if (begin.length > mostBytes) {
      onLong(begin)
      first += 1
      continue
    }
    let [last, end] = [first + 1, begin.offset + begin.length]
    for (let next = spans[last]; next !== undefined && fits(next, begin.offset, end, mostBytes); next = spans[last]) {
      end = next.offset + next.length
      last += 1
    }
    visitWindow(rows, spans.slice(first, last), begin.offset, end, visit)
    first = last
  }
}

const fits = (next: Span, begin: number, end: number, mostBytes: number): boolean =>
  next.length <= mostBytes && next.offset >= end && next.offset - end <= GAP_BYTES && next.offset + next.length - begin <= WINDOW_BYTES

function visitWindow(rows: BatchRows, spans: readonly Span[], offset: number, end: number, visit: (window: Window) => void): void {
  const read = rows.read(offset, end - offset)
  for (const span of spans) {
    if (span.maskKey >= 0) unmask(read, span.offset - offset, span.offset - offset + span.length, span.maskKey, span.maskPhase)
  }
  visit({ bytes: Buffer.from(read.buffer, read.byteOffset, read.byteLength), spans, offset })
  freeMemory(read)
}
