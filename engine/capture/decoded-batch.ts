import type { BatchColumns } from './batch-columns.ts'
import { isViolationNumber } from './frame-columns.ts'
import { type BatchHead, unpackBatch } from './packed-columns.ts'
import type { SealedRow } from './sealed-rows.ts'
import { unreadable } from './unreadable.ts'

/** A batch as it was read back, checked: whatever its columns say lies within the batch and the segment. */
export interface DecodedBatch {
  readonly first: number
  readonly frames: number
  /** Seq after the last frame. */
  readonly end: number
  readonly segmentOffset: number
  readonly columns: BatchColumns
  /** Where each frame's bytes begin in the segment. */
  readonly wireStart: Float64Array
  /** Rows of the message columns, by the frame's place in the batch. */
  readonly messageRows: ReadonlyMap<number, number>
}

const isCount = (value: number | undefined): value is number => value !== undefined && Number.isSafeInteger(value) && value >= 0

/**
 * @param segmentBytes size of the segment the batch points into
 * @throws AppError 'capture.unreadable'
 */
export function decodeBatch({ id, body }: SealedRow, segmentBytes: number): DecodedBatch {
  const { head, columns } = unpackBatch(body)
  if (!isCount(id) || head.segmentOffset + head.segmentLength > segmentBytes) throw unreadable('a batch of frames points outside its bytes')
  const wireStart = new Float64Array(head.frames)
  let at = 0
  for (let index = 0; index < head.frames; index++) {
    wireStart[index] = head.segmentOffset + at
    at += checkedStoredLength(columns, index)
  }
  if (at > head.segmentLength) throw unreadable('frames are longer than their batch')
  const messageRows = checkedMessageRows(columns, head)
  return { first: id, frames: head.frames, end: id + head.frames, segmentOffset: head.segmentOffset, columns, wireStart, messageRows }
}

function checkedStoredLength(columns: BatchColumns, index: number): number {
  const stored = columns.storedLength[index]
  const payload = columns.payloadLength[index]
  // A length field above 2^53 is rounded, and still whole.
  const isWhole = Number.isInteger(payload) && (payload ?? -1) >= 0
  if (!isCount(stored) || !isWhole) throw unreadable('a frame has an impossible length')
  if (!Number.isFinite(columns.timeUs[index])) throw unreadable('a frame has an impossible time')
  if (!isViolationNumber(columns.violation[index] ?? 0)) throw unreadable('a frame names a violation this version does not know')
  return stored
}

function checkedMessageRows(columns: BatchColumns, head: BatchHead): Map<number, number> {
  const rows = new Map<number, number>()
  for (let row = 0; row < head.messages; row++) {
    const frame = columns.messageFrame[row] ?? head.frames
    const length = columns.messageLength[row]
    const start = columns.messageData[row]
    const isPlaced = start === -1 || (isCount(start) && isCount(length) && start + length <= head.segmentLength)
    if (frame >= head.frames || !isCount(length) || !isPlaced || !Number.isFinite(columns.messageTimeUs[row])) {
      throw unreadable('a message points outside its batch')
    }
    rows.set(frame, row)
  }
  return rows
}
