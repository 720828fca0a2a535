import { NO_FRAMES, type SelectionSum, type SeqRange } from '#shared/model/frame-selection.ts'
import { FLAG } from './batch-columns.ts'
import type { CaptureContent } from './capture-content.ts'

/** Counts the frames of some ranges, from their columns alone. What lies behind the capture's end is passed over. @throws AppError 'capture.unreadable' */
export function sumFrames(content: CaptureContent, ranges: readonly SeqRange[]): SelectionSum {
  let sum = NO_FRAMES
  for (const { first, end } of ranges) {
    for (let seq = first; seq < Math.min(end, content.total); ) {
      const batch = content.batchOf(seq)
      const stop = Math.min(end, batch.end)
      sum = addedSums(sum, sumWithin(batch.columns, seq - batch.first, stop - batch.first))
      seq = stop
    }
  }
  return sum
}

/** The sum of two parts, the second behind the first. */
export function addedSums(one: SelectionSum, next: SelectionSum): SelectionSum {
  return {
    frames: one.frames + next.frames,
    framesIn: one.framesIn + next.framesIn,
    framesOut: one.framesOut + next.framesOut,
    wireBytesIn: one.wireBytesIn + next.wireBytesIn,
    wireBytesOut: one.wireBytesOut + next.wireBytesOut,
    payloadBytesIn: one.payloadBytesIn + next.payloadBytesIn,
    payloadBytesOut: one.payloadBytesOut + next.payloadBytesOut,
    firstUs: one.firstUs ?? next.firstUs,
    lastUs: next.lastUs ?? one.lastUs,
  }
}

type Columns = ReturnType<CaptureContent['batchOf']>['columns']

function sumWithin({ flags, headerLength, payloadLength, timeUs }: Columns, from: number, to: number): SelectionSum {
  let [framesOut, wireIn, wireOut, payloadIn, payloadOut] = [0, 0, 0, 0, 0]
  for (let index = from; index < to; index++) {
    const payload = payloadLength[index] ?? 0
    const wire = payload + (headerLength[index] ?? 0)
    if (((flags[index] ?? 0) & FLAG.out) !== 0) {
      framesOut += 1
      wireOut += wire
      payloadOut += payload
    } else {
      wireIn += wire
      payloadIn += payload
    }
  }
  return {
    frames: to - from,
    framesIn: to - from - framesOut,
    framesOut,
    wireBytesIn: wireIn,
    wireBytesOut: wireOut,
    payloadBytesIn: payloadIn,
    payloadBytesOut: payloadOut,
    firstUs: timeUs[from] ?? null,
    lastUs: timeUs[to - 1] ?? null,
  }
}
