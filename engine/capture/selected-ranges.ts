import { NO_FRAMES, type SelectionSum, type SeqRange } from '#shared/model/frame-selection.ts'
import type { CaptureReader } from './capture.ts'
import { addedSums } from './frame-sums.ts'

/** Frames counted in one question, and ranges: about ten milliseconds of the worker's time. */
const PIECE = { frames: 100_000, ranges: 2_000 } as const

/** Frames of a query that are shown, by seq. */
export interface ShownFrames {
  /** The shown frames among [first, end), in order. */
  readonly shownSeqs: (first: number, end: number) => Iterable<number>
}

/** The frames that are meant, one by one. @param shown null for every frame of the ranges */
export function* selectedSeqs(ranges: readonly SeqRange[], shown: ShownFrames | null): Generator<number> {
  for (const { first, end } of ranges) {
    if (shown) yield* shown.shownSeqs(first, end)
    else for (let seq = first; seq < end; seq++) yield seq
  }
}

/** Counts what was chosen, however much it is: in pieces, so that recording gets its turns. @throws AppError 'capture.unreadable' */
export async function sumSelected(reader: CaptureReader, ranges: readonly SeqRange[], shown: ShownFrames | null): Promise<SelectionSum> {
  const total = await reader.total()
  let sum = NO_FRAMES
  for (const piece of pieces(shown ? runs(selectedSeqs(ranges, shown)) : within(ranges, total)))
    sum = addedSums(sum, await reader.sum(piece))
  return sum
}

const within = (ranges: readonly SeqRange[], total: number): SeqRange[] =>
  ranges.map(({ first, end }) => ({ first, end: Math.min(end, total) }))

/** Frames that follow one another, as ranges. */
function* runs(seqs: Iterable<number>): Generator<SeqRange> {
  // Typed this way, for the compiler does not see that the loop changes it.
  let run = null as SeqRange | null
  for (const seq of seqs) {
    if (run?.end === seq) run = { first: run.first, end: seq + 1 }
    else {
      if (run) yield run
      run = { first: seq, end: seq + 1 }
    }
  }
  if (run) yield run
}

function* pieces(ranges: Iterable<SeqRange>): Generator<SeqRange[]> {
  let [piece, frames]: [SeqRange[], number] = [[], 0]
  for (const { first, end } of ranges) {
    for (let from = first; from < end; ) {
      const to = Math.min(end, from + PIECE.frames - frames)
      piece.push({ first: from, end: to })
      frames += to - from
      from = to
      if (frames < PIECE.frames && piece.length < PIECE.ranges) continue
      yield piece
      piece = []
      frames = 0
    }
  }
  if (piece.length > 0) yield piece
}
