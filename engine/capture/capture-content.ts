import type { FrameFacts, MessageFacts } from '#shared/model/frame.ts'
import { FLAG } from './batch-columns.ts'
import { type DecodedBatch, decodeBatch } from './decoded-batch.ts'
import { frameFacts } from './frame-columns.ts'
import { parsedBody, type SealedRows } from './sealed-rows.ts'
import type { Segment } from './segment.ts'
import { parseStoredMessage } from './stored-message.ts'
import { unreadable } from './unreadable.ts'

/** Decoded batches kept, each at most about 400 KB. */
const CACHED_BATCHES = 8

/** A frame with the place of its bytes. */
export interface StoredFrame {
  readonly facts: FrameFacts
  /** FLAG bits. */
  readonly flags: number
  /** In the segment: header first. */
  readonly offset: number
  /** Bytes that are there: fewer than facts.wireLength if the frame is truncated. */
  readonly storedLength: number
}

/** A finished message with the place of its inflated data in the segment; null where its frames hold it. */
export interface StoredMessage {
  readonly facts: MessageFacts
  readonly dataOffset: number | null
}

/** Frames and messages of one capture, found and checked; no interpretation. */
export class CaptureContent {
  readonly rows: SealedRows
  readonly segment: Segment
  readonly #totalNow: () => number
  readonly #cache = new Map<number, DecodedBatch>()

  constructor(rows: SealedRows, segment: Segment, totalNow: () => number) {
    this.rows = rows
    this.segment = segment
    this.#totalNow = totalNow
  }

  get total(): number {
    return this.#totalNow()
  }

  /** @throws AppError 'capture.unreadable' if the frame is missing though it is below the total */
  frameAt(seq: number): StoredFrame {
    const batch = this.batchOf(seq)
    return storedFrame(batch, seq - batch.first)
  }

  /** The message that ends with this frame, or null: not the last frame, or never finished. */
  messageEndingAt(frame: StoredFrame): StoredMessage | null {
    const { facts, flags } = frame
    if (facts.message === null || !facts.fin) return null
    if ((flags & FLAG.isMessage) !== 0) return { facts: wholeFrameMessage(frame, facts.timeUs, facts.payloadLength), dataOffset: null }
    if ((flags & FLAG.endsMessage) !== 0) {
      const batch = this.batchOf(facts.seq)
      const row = batch.messageRows.get(facts.seq - batch.first)
      if (row !== undefined) return columnMessage(batch, row, frame)
    }
    const message = this.#tableMessage(facts.message)
    if (message === null && (flags & FLAG.endsMessage) !== 0) throw unreadable('a message is missing')
    return message !== null && message.facts.lastSeq === facts.seq ? message : null
  }

  /** The finished message this frame is a part of. */
  messageOf(frame: StoredFrame): StoredMessage | null {
    if (frame.facts.message === null) return null
    return this.messageEndingAt(frame) ?? this.#tableMessage(frame.facts.message)
  }

  /** The frames of a message, in order, looking at no more than `most` frames of the capture. */
  *framesOf(facts: MessageFacts, most = Number.POSITIVE_INFINITY): Generator<StoredFrame> {
    const end = Math.min(facts.lastSeq + 1, this.total, facts.firstSeq + most)
    for (let seq = facts.firstSeq; seq < end; ) {
      const batch = this.batchOf(seq)
      const stop = Math.min(batch.end, end)
      for (; seq < stop; seq++) {
        const index = seq - batch.first
        if (batch.columns.message[index] === facts.message) yield storedFrame(batch, index)
      }
    }
  }

  #tableMessage(message: number): StoredMessage | null {
    const body = this.rows.read('message', message)
    return body === null ? null : parseStoredMessage(parsedBody(body), message)
  }

  /** The batch a frame stands in, decoded. @throws AppError 'capture.unreadable' if it is missing though the frame is below the total */
  batchOf(seq: number): DecodedBatch {
    for (const batch of this.#cache.values()) if (seq >= batch.first && seq < batch.end) return this.#remember(batch)
    const row = this.rows.atOrBefore('batch', seq)
    if (row === null) throw unreadable(`frame ${seq} is missing`)
    const batch = decodeBatch(row, this.segment.sizeBytes)
    if (seq >= batch.end) throw unreadable(`frame ${seq} is missing`)
    return this.#remember(batch)
  }

  /** Moves it to the young end of the cache; the oldest falls out. */
  #remember(batch: DecodedBatch): DecodedBatch {
    this.#cache.delete(batch.first)
    this.#cache.set(batch.first, batch)
    const oldest = this.#cache.keys().next()
    if (this.#cache.size > CACHED_BATCHES && oldest.value !== undefined) this.#cache.delete(oldest.value)
    return batch
  }
}

function storedFrame(batch: DecodedBatch, index: number): StoredFrame {
  return {
    facts: frameFacts(batch.columns, index, batch.first + index),
    flags: batch.columns.flags[index] ?? 0,
    offset: batch.wireStart[index] ?? 0,
    storedLength: batch.columns.storedLength[index] ?? 0,
  }
}

function columnMessage(batch: DecodedBatch, row: number, frame: StoredFrame): StoredMessage {
  const { messageTimeUs, messageLength, messageData } = batch.columns
  const start = messageData[row] ?? -1
  return {
    facts: wholeFrameMessage(frame, messageTimeUs[row] ?? 0, messageLength[row] ?? 0),
    dataOffset: start < 0 ? null : batch.segmentOffset + start,
  }
}

function wholeFrameMessage({ facts, flags }: StoredFrame, timeUs: number, length: number): MessageFacts {
  return {
    message: facts.message ?? 0,
    timeUs,
    direction: facts.direction,
    kind: (flags & FLAG.text) !== 0 ? 'text' : 'binary',
    length,
    wireLength: facts.wireLength,
    frames: 1,
    compressed: (flags & FLAG.compressed) !== 0,
    firstSeq: facts.seq,
    lastSeq: facts.seq,
  }
}
