import { BATCH_FRAMES, type BatchColumns, batchColumns, batchSize, HEAD_NUMBERS } from './batch-columns.ts'
import { isViolationNumber } from './frame-columns.ts'
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

export interface BatchHead {
  readonly frames: number
  readonly messages: number
  readonly segmentOffset: number
  readonly segmentLength: number
}

const isCount = (value: number | undefined): value is number => value !== undefined && Number.isSafeInteger(value) && value >= 0

/** @throws AppError 'capture.unreadable' */
export function batchHead(body: Uint8Array): BatchHead {
  if (body.length < HEAD_NUMBERS * 8) throw unreadable('a batch of frames is cut off')
  const [frames, messages, segmentOffset, segmentLength] = new Float64Array(body.slice(0, HEAD_NUMBERS * 8).buffer)
  if (!isCount(frames) || !isCount(messages) || !isCount(segmentOffset) || !isCount(segmentLength)) {
    throw unreadable('a batch of frames has impossible lengths')
  }
  if (frames < 1 || frames > BATCH_FRAMES || messages > frames || body.length !== batchSize(frames, messages)) {
    throw unreadable('a batch of frames has impossible lengths')
  }
  return { frames, messages, segmentOffset, segmentLength }
}

/**
 * @param segmentBytes size of the segment the batch points into
 * @throws AppError 'capture.unreadable'
 */
export function decodeBatch({ id, body }: SealedRow, segmentBytes: number): DecodedBatch {
  const head = batchHead(body)
  if (!isCount(id) || head.segmentOffset + head.segmentLength > segmentBytes) throw unreadable('a batch of frames points outside its bytes')
  const isAligned = body.byteOffset % 8 === 0 && body.buffer instanceof ArrayBuffer && body.byteLength === body.buffer.byteLength
  // A view that starts at an odd place cannot be read as columns of numbers.
  const buffer = isAligned ? (body.buffer as ArrayBuffer) : body.slice().buffer
  const columns = batchColumns(buffer, head.frames, head.messages)
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
  const wire = columns.wireLength[index]
  // A length field above 2^53 is rounded, and still whole.
  const isWhole = (value: number | undefined) => Number.isInteger(value) && (value ?? -1) >= 0
  if (!isCount(stored) || !isWhole(payload) || !isWhole(wire)) throw unreadable('a frame has an impossible length')
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
