import { BATCH_FRAMES, type BatchColumns, createColumns } from './batch-columns.ts'
import { NumberPacker, NumberReader } from './packed-numbers.ts'
import { unreadable } from './unreadable.ts'

/** What a batch's row holds: four numbers and then the columns, in the order of `columnsOf`. */
export interface BatchHead {
  readonly frames: number
  /** Rows of the message columns. */
  readonly messages: number
  /** Of the batch's bytes in the segment. */
  readonly segmentOffset: number
  readonly segmentLength: number
}

/** Where a frame's storedLength is that of its header and its payload, as ever but for frames that were cut off, it is not stored. */
const STORED = { whole: 0, told: 1 } as const

const HEAD_BYTES = 4 * 8
const FRAME_COLUMNS = 9
const MESSAGE_COLUMNS = 4
const packer = new NumberPacker(BATCH_FRAMES, BATCH_FRAMES * (FRAME_COLUMNS + MESSAGE_COLUMNS) + 64)

const columnsOf = (columns: BatchColumns) =>
  [
    columns.timeUs,
    columns.payloadLength,
    columns.maskKey,
    columns.message,
    columns.firstByte,
    columns.flags,
    columns.headerLength,
    columns.violation,
  ] as const

const messageColumnsOf = (columns: BatchColumns) =>
  [columns.messageTimeUs, columns.messageLength, columns.messageData, columns.messageFrame] as const

/** The first `head.frames` and `head.messages` of the columns. */
export function packBatch(columns: BatchColumns, head: BatchHead): Uint8Array<ArrayBuffer> {
  const { frames, messages } = head
  for (const number of [frames, messages, head.segmentOffset, head.segmentLength]) packer.number(number)
  for (const column of columnsOf(columns)) packer.column(column, frames)
  for (const column of messageColumnsOf(columns)) packer.column(column, messages)
  const isWhole = areWhole(columns, frames)
  packer.number(isWhole ? STORED.whole : STORED.told)
  if (!isWhole) packer.column(columns.storedLength, frames)
  return packer.take()
}

/** Puts the batch's bytes in their place, in a body that was packed before that was known. */
export function placeBatch(body: Uint8Array, segmentOffset: number): void {
  new DataView(body.buffer, body.byteOffset).setFloat64(16, segmentOffset, true)
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** @throws AppError 'capture.unreadable' */
export function batchHead(body: Uint8Array): BatchHead {
  const reader = new NumberReader(body)
  const head = { frames: reader.number(), messages: reader.number(), segmentOffset: reader.number(), segmentLength: reader.number() }
  const isPossible = Object.values(head).every(isCount) && head.frames >= 1 && head.frames <= BATCH_FRAMES && head.messages <= head.frames
  if (!isPossible) throw unreadable('a batch of frames has impossible lengths')
  return head
}

/** @throws AppError 'capture.unreadable' */
export function unpackBatch(body: Uint8Array): { readonly head: BatchHead; readonly columns: BatchColumns } {
  const head = batchHead(body)
  const columns = createColumns(head.frames, head.messages)
  const reader = new NumberReader(body.subarray(HEAD_BYTES))
  for (const column of [...columnsOf(columns), ...messageColumnsOf(columns)]) reader.column(column)
  const stored = reader.number()
  if (stored === STORED.told) reader.column(columns.storedLength)
  else if (stored === STORED.whole) fillWhole(columns)
  if (!reader.isAtEnd) throw unreadable('a batch of frames has impossible lengths')
  return { head, columns }
}

function areWhole({ storedLength, headerLength, payloadLength }: BatchColumns, frames: number): boolean {
  for (let index = 0; index < frames; index++) {
    if (storedLength[index] !== (headerLength[index] ?? 0) + (payloadLength[index] ?? 0)) return false
  }
  return true
}

function fillWhole({ storedLength, headerLength, payloadLength }: BatchColumns): void {
  for (let index = 0; index < storedLength.length; index++) storedLength[index] = (headerLength[index] ?? 0) + (payloadLength[index] ?? 0)
}
