import type { Direction, MessageFacts } from '#shared/model/frame.ts'
import type { CapturedFrame, CapturedMessage } from '../tap/captured.ts'
import type { FrameRun, InflatedMessages } from '../tap/frame-run.ts'
import { BatchBytes } from './batch-bytes.ts'
import { BATCH_FRAMES, type BatchColumns, createColumns, FLAG } from './batch-columns.ts'
import { putFrame, putRun } from './frame-columns.ts'
import { packBatch } from './packed-columns.ts'
import type { Batch, TableMessage, WrittenBuffers } from './worker-protocol.ts'

/** A batch that holds this much goes to disk. */
const BATCH_BYTES = 1024 * 1024

/** How much of a run. */
export interface RunPart {
  readonly count: number
  /** Of its wire. */
  readonly bytes: number
  /** Of what its messages inflate to. */
  readonly dataBytes: number
}

interface OpenMessage {
  readonly message: number
  readonly flags: number
}

/**
 * Gathers what a connection tells until a batch is worth a write. Allocates nothing per frame: facts go into
 * columns that live as long as the connection, wire bytes into the room of the batch.
 */
export class BatchBuilder {
  readonly #scratch: BatchColumns = createColumns(BATCH_FRAMES, BATCH_FRAMES)
  /** Which message each direction is in, for the kind of its continuation frames. */
  readonly #open: Record<Direction, OpenMessage | null> = { in: null, out: null }
  #first = 0
  #frames = 0
  #columnMessages = 0
  readonly #wire = new BatchBytes()
  readonly #data = new BatchBytes()
  #messages: TableMessage[] = []
  #events: string[] = []

  get isEmpty(): boolean {
    return this.#frames === 0 && this.#messages.length === 0 && this.#events.length === 0
  }

  /** Asked before a frame is added, never after: a message that follows its frame on the same turn then shares its batch. */
  get isFull(): boolean {
    return this.#frames === BATCH_FRAMES || this.#wire.length + this.#data.length >= BATCH_BYTES
  }

  addFrame(frame: CapturedFrame): void {
    const seq = this.#first + this.#frames
    if (frame.facts.seq !== seq) throw unexpected(frame.facts.seq, seq)
    putFrame(this.#scratch, this.#frames, frame.facts, this.#kindFlags(frame), frame.wire.length)
    this.#frames += 1
    this.#wire.append(frame.wire)
  }

  /**
   * Adds frames of a run, with their messages, until the batch has all the frames it may.
   *
   * @param before what was added of the run before
   * @returns what was added now; nothing if the batch is full
   */
  addRun(run: FrameRun, before: RunPart): RunPart {
    const { inflated } = run
    const from = before.count
    const seq = this.#first + this.#frames
    if (run.firstSeq + from !== seq) throw unexpected(run.firstSeq + from, seq)
    const count = Math.min(run.count - from, BATCH_FRAMES - this.#frames)
    const kind = run.kind === 'text' ? FLAG.text : FLAG.binary
    const flags = kind | (inflated === null ? FLAG.isMessage : FLAG.endsMessage | FLAG.compressed)
    const bytes = putRun(this.#scratch, this.#frames, run, { from, count, flags })
    this.#wire.append(run.wire.subarray(before.bytes, before.bytes + bytes))
    const dataBytes = inflated === null ? 0 : this.#addInflated(run.timeUs, inflated, before, count)
    this.#frames += count
    return { count, bytes, dataBytes }
  }

  addMessage({ facts, data }: CapturedMessage): void {
    const index = facts.lastSeq - this.#first
    const isInBatch = index >= 0 && index < this.#frames
    const dataStart = facts.compressed ? this.#data.length : null
    if (facts.compressed) this.#data.append(data)
    if (isInBatch && this.#isWholeFrame(facts, index)) this.#addColumnMessage(facts, index, dataStart)
    else {
      if (isInBatch) this.#mark(index, FLAG.endsMessage)
      this.#messages.push({ facts, dataStart })
    }
  }

  addEvent(json: string): void {
    this.#events.push(json)
  }

  /** What was gathered, in buffers of its own, to be transferred; the builder begins anew. */
  take(): Batch {
    const wireBytes = this.#wire.length
    const { messageData } = this.#scratch
    for (let row = 0; row < this.#columnMessages; row++) {
      const start = messageData[row] ?? -1
      if (start >= 0) messageData[row] = start + wireBytes
    }
    const head = { frames: this.#frames, messages: this.#columnMessages, segmentOffset: 0, segmentLength: wireBytes + this.#data.length }
    const batch: Batch = {
      first: this.#first,
      frames: this.#frames,
      body: packBatch(this.#scratch, head),
      wire: this.#wire.take(),
      data: this.#data.take(),
      messages: this.#messages.map((each) => (each.dataStart === null ? each : { ...each, dataStart: each.dataStart + wireBytes })),
      events: this.#events,
    }
    this.#first += this.#frames
    this.#frames = this.#columnMessages = 0
    this.#messages = []
    this.#events = []
    return batch
  }

  /** Takes back the buffers of a batch's wire and data, once they are written. */
  giveBack({ wire, data }: WrittenBuffers): void {
    this.#wire.giveBack(wire)
    this.#data.giveBack(data)
  }

  /** @returns bytes of data */
  #addInflated(timeUs: number, { lengths, data }: InflatedMessages, before: RunPart, count: number): number {
    const { messageTimeUs, messageLength, messageData, messageFrame } = this.#scratch
    const [row, dataStart] = [this.#columnMessages, this.#data.length]
    let bytes = 0
    for (let index = 0; index < count; index++) {
      const length = lengths[before.count + index] ?? 0
      messageTimeUs[row + index] = timeUs
      messageLength[row + index] = length
      messageData[row + index] = dataStart + bytes
      messageFrame[row + index] = this.#frames + index
      bytes += length
    }
    this.#columnMessages += count
    this.#data.append(data.subarray(before.dataBytes, before.dataBytes + bytes))
    return bytes
  }

  #addColumnMessage(facts: MessageFacts, index: number, dataStart: number | null): void {
    const columns = this.#scratch
    if (dataStart === null && facts.timeUs === columns.timeUs[index] && facts.length === columns.payloadLength[index]) {
      this.#mark(index, FLAG.isMessage)
      return
    }
    const row = this.#columnMessages
    columns.messageTimeUs[row] = facts.timeUs
    columns.messageLength[row] = facts.length
    columns.messageData[row] = dataStart ?? -1
    columns.messageFrame[row] = index
    this.#columnMessages += 1
    this.#mark(index, FLAG.endsMessage)
  }

  /** Whether all facts but time, length and place follow from the one frame at `index`, and the columns' order allows it. */
  #isWholeFrame(facts: MessageFacts, index: number): boolean {
    const columns = this.#scratch
    const flags = columns.flags[index] ?? 0
    const last = this.#columnMessages === 0 ? -1 : (columns.messageFrame[this.#columnMessages - 1] ?? -1)
    return (
      facts.frames === 1 &&
      facts.firstSeq === facts.lastSeq &&
      facts.message === columns.message[index] &&
      facts.wireLength === (columns.headerLength[index] ?? 0) + (columns.payloadLength[index] ?? 0) &&
      (facts.direction === 'out') === ((flags & FLAG.out) !== 0) &&
      facts.compressed === ((flags & FLAG.compressed) !== 0) &&
      (flags & (facts.kind === 'text' ? FLAG.text : FLAG.binary)) !== 0 &&
      last < index
    )
  }

  #mark(index: number, flag: number): void {
    this.#scratch.flags[index] = (this.#scratch.flags[index] ?? 0) | flag
  }

  /** The first frame tells kind and compression of a message (RFC 6455 section 5.4, RFC 7692 section 6); the others take after it. */
  #kindFlags({ facts }: CapturedFrame): number {
    if (facts.message === null) return 0
    const open = this.#open[facts.direction]
    if (open !== null && open.message === facts.message) return open.flags
    if (facts.opcode !== 1 && facts.opcode !== 2) return 0
    const isCompressed = (facts.rsv & 4) !== 0 && facts.violation !== 'reserved-bits'
    const flags = (facts.opcode === 1 ? FLAG.text : FLAG.binary) | (isCompressed ? FLAG.compressed : 0)
    this.#open[facts.direction] = facts.fin ? null : { message: facts.message, flags }
    return flags
  }
}

function unexpected(got: number, seq: number): Error {
  return new Error(`Frame ${got} was appended to a capture that expects frame ${seq}.`)
}
