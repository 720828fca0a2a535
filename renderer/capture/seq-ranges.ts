import type { SeqRange } from '#shared/model/frame-selection.ts'

/** Chosen frames as ranges, in order and apart: choosing five million costs as much as choosing one. */
export type SeqRanges = readonly SeqRange[]

export const oneFrame = (seq: number): SeqRanges => [{ first: seq, end: seq + 1 }]

/** Both ends included, whichever is the first. */
export const framesBetween = (one: number, other: number): SeqRange => ({ first: Math.min(one, other), end: Math.max(one, other) + 1 })

/** The range that holds `seq`, found by halving. */
function rangeOf(ranges: SeqRanges, seq: number): SeqRange | null {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.end ?? 0) <= seq) low = middle + 1
    else high = middle
  }
  const range = ranges[low]
  return range && range.first <= seq ? range : null
}

export const holds = (ranges: SeqRanges, seq: number): boolean => rangeOf(ranges, seq) !== null

export const countOf = (ranges: SeqRanges): number => ranges.reduce((count, { first, end }) => count + end - first, 0)

/** With another range, joined to those it touches. */
export function joined(ranges: SeqRanges, added: SeqRange): SeqRanges {
  const before = ranges.filter(({ end }) => end < added.first)
  const behind = ranges.filter(({ first }) => first > added.end)
  const touched = ranges.slice(before.length, ranges.length - behind.length)
  const first = Math.min(added.first, touched[0]?.first ?? added.first)
  const end = Math.max(added.end, touched.at(-1)?.end ?? added.end)
  return [...before, { first, end }, ...behind]
}

/** Without one frame, or with it. */
export function toggled(ranges: SeqRanges, seq: number): SeqRanges {
  const range = rangeOf(ranges, seq)
  if (!range) return joined(ranges, { first: seq, end: seq + 1 })
  const parts = [
    { first: range.first, end: seq },
    { first: seq + 1, end: range.end },
  ]
  return ranges.flatMap((each) => (each === range ? parts.filter(({ first, end }) => first < end) : [each]))
}
