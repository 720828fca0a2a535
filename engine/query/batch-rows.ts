import { OPCODE } from '#shared/model/frame.ts'
import { FLAG } from '../capture/batch-columns.ts'
import type { CaptureContent, StoredMessage } from '../capture/capture-content.ts'
import type { DecodedBatch } from '../capture/decoded-batch.ts'
import { messagePayload, type Payload } from '../capture/payload.ts'

/** Bytes that stand together in the segment, masked or not. */
export interface Span {
  readonly row: number
  readonly offset: number
  readonly length: number
  /** -1 for none. */
  readonly maskKey: number
  /** Of the first byte, in what was masked (RFC 6455 section 5.3). */
  readonly maskPhase: number
}

/** What terms about content look at, for a set of rows. */
export interface Contents {
  /** In the order of their offsets. */
  readonly spans: readonly Span[]
  /** Messages in several pieces. */
  readonly joined: readonly { readonly row: number; readonly payload: Payload }[]
}

/** The frames of one batch, as a query sees them: what a row of the list shows is what its terms are about. */
export class BatchRows {
  readonly batch: DecodedBatch
  /** When the frame before the first one crossed; null if there is none. */
  readonly previousUs: number | null
  readonly #content: CaptureContent
  readonly #endings = new Map<number, StoredMessage | null>()

  constructor(content: CaptureContent, batch: DecodedBatch, previousUs: number | null) {
    this.#content = content
    this.batch = batch
    this.previousUs = previousUs
  }

  get count(): number {
    return this.batch.frames
  }

  read(offset: number, length: number): Uint8Array {
    return this.#content.segment.read(offset, length)
  }

  flagsOf(row: number): number {
    return this.batch.columns.flags[row] ?? 0
  }

  firstByteOf(row: number): number {
    return this.batch.columns.firstByte[row] ?? 0
  }

  opcodeOf(row: number): number {
    return this.firstByteOf(row) & 0xf
  }

  /** Of the message, joined and inflated, on its last frame; else of the frame. */
  sizeOf(row: number): number {
    return this.#endingOf(row)?.facts.length ?? this.batch.columns.payloadLength[row] ?? 0
  }

  wireLengthOf(row: number): number {
    return (this.batch.columns.headerLength[row] ?? 0) + (this.batch.columns.payloadLength[row] ?? 0)
  }

  /** A close frame's code; null for other frames and for one without. */
  codeOf(row: number): number | null {
    if (this.opcodeOf(row) !== OPCODE.close) return null
    const { offset, length, maskKey } = this.#wholePayload(row)
    if (length < 2) return null
    const bytes = this.read(offset, 2)
    if (maskKey >= 0) unmask(bytes, 0, 2, maskKey, 0)
    return (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)
  }

  /** Compressed frames before a message's last have no content: it cannot be known by them alone. */
  contentsOf(active: Uint8Array): Contents {
    const [wire, inflated]: [Span[], Span[]] = [[], []]
    const joined: Contents['joined'][number][] = []
    for (let row = 0; row < active.length; row++) {
      if (active[row] === 0) continue
      const ending = this.#endingOf(row)
      if (ending === null) {
        const isCompressed = (this.flagsOf(row) & FLAG.compressed) !== 0 && this.opcodeOf(row) < OPCODE.close
        if (!isCompressed) wire.push(this.#payloadOf(row))
      } else if (ending.dataOffset !== null) {
        inflated.push({ row, offset: ending.dataOffset, length: ending.facts.length, maskKey: -1, maskPhase: 0 })
      } else if (ending.facts.frames === 1) wire.push(this.#payloadOf(row))
      else joined.push({ row, payload: messagePayload(this.#content, ending) })
    }
    return { spans: [...wire, ...inflated.sort((one, other) => one.offset - other.offset)], joined }
  }

  /** The message that ends with this row, where its facts do not all follow from the frame. */
  #endingOf(row: number): StoredMessage | null {
    const flags = this.flagsOf(row)
    const isPlain = (flags & FLAG.isMessage) !== 0 || (this.firstByteOf(row) & 0x80) === 0 || (this.batch.columns.message[row] ?? -1) < 0
    if (isPlain) return null
    const known = this.#endings.get(row)
    if (known !== undefined) return known
    const ending = this.#content.messageEndingAt(this.#content.frameAt(this.batch.first + row))
    this.#endings.set(row, ending)
    return ending
  }

  /** A close frame's text is its reason. */
  #payloadOf(row: number): Span {
    const whole = this.#wholePayload(row)
    if (this.opcodeOf(row) !== OPCODE.close || whole.length < 2) return whole
    return { ...whole, offset: whole.offset + 2, length: whole.length - 2, maskPhase: 2 }
  }

  #wholePayload(row: number): Span {
    const { columns, wireStart } = this.batch
    const stored = columns.storedLength[row] ?? 0
    // A frame may end inside its header.
    const header = Math.min(columns.headerLength[row] ?? 0, stored)
    return {
      row,
      offset: (wireStart[row] ?? 0) + header,
      length: stored - header,
      maskKey: (this.flagsOf(row) & FLAG.hasMaskKey) === 0 ? -1 : (columns.maskKey[row] ?? 0),
      maskPhase: 0,
    }
  }
}

/** In place; `phase` is the place of the byte at `from` in what was masked. */
export function unmask(bytes: Uint8Array, from: number, end: number, key: number, phase: number): void {
  const octets = [(key >>> 24) & 0xff, (key >>> 16) & 0xff, (key >>> 8) & 0xff, key & 0xff]
  for (let at = from; at < end; at++) bytes[at] = (bytes[at] ?? 0) ^ (octets[(at - from + phase) & 3] ?? 0)
}
