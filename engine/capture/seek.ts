import type { CaptureContent } from './capture-content.ts'

/** Frames looked at for a message beside another one: a second of the worker's time at most. */
const MOST_LOOKED_AT = 1_000_000

const FIN = 0x80

/**
 * The first frame that crossed at `timeUs` or later; the number of frames if none did. Frames stand in the order in which they
 * crossed, so that twenty looks find one among a million; in a capture made up elsewhere whose times go back, one such frame is found.
 *
 * @throws AppError 'capture.unreadable'
 */
export function seqAtTime(content: CaptureContent, timeUs: number): number {
  let [low, high] = [0, content.total]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const batch = content.batchOf(middle)
    if ((batch.columns.timeUs[middle - batch.first] ?? 0) < timeUs) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The last frame of the next message behind frame `seq`, or of the one before it; null if there is none within a million frames.
 *
 * @throws AppError 'capture.unreadable'
 */
export function messageBeside(content: CaptureContent, seq: number, direction: 'next' | 'previous'): number | null {
  const step = direction === 'next' ? 1 : -1
  for (let at = seq + step, looked = 0; at >= 0 && at < content.total && looked < MOST_LOOKED_AT; at += step, looked++) {
    const { first, columns } = content.batchOf(at)
    const mayEnd = (columns.message[at - first] ?? -1) >= 0 && ((columns.firstByte[at - first] ?? 0) & FIN) !== 0
    if (mayEnd && content.messageEndingAt(content.frameAt(at)) !== null) return at
  }
  return null
}
