import { OPCODE } from '#shared/model/frame.ts'
import { FLAG } from '../capture/batch-columns.ts'
import type { CaptureContent, StoredMessage } from '../capture/capture-content.ts'
import type { DecodedBatch } from '../capture/decoded-batch.ts'
import { violationAt } from '../capture/frame-columns.ts'
import { framePayload, messagePayload, type Payload } from '../capture/payload.ts'
import { Spans } from './spans.ts'

/** What terms about content look at, for a set of rows. */
export interface Contents {
  /** In the order in which they stand, as a rule. */
  readonly spans: Spans
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

  /** Bytes that are no frame: opcode, FIN and mask say nothing. */
  isRawAt(row: number): boolean {
    return violationAt(this.batch.columns, row) === 'unframed'
  }

  /** Of the message, joined and inflated, on its last frame; else of the frame. */
  sizeOf(row: number): number {
    const { columns, messageRows } = this.batch
    const column = messageRows.get(row)
    if (column !== undefined) return columns.messageLength[column] ?? 0
    return this.#endingOf(row)?.facts.length ?? columns.payloadLength[row] ?? 0
  }

  wireLengthOf(row: number): number {
    return (this.batch.columns.headerLength[row] ?? 0) + (this.batch.columns.payloadLength[row] ?? 0)
  }

  /** A close frame's code; null for other frames and for one without. */
  codeOf(row: number): number | null {
    if (this.opcodeOf(row) !== OPCODE.close) return null
    const payload = framePayload(this.#content, this.#content.frameAt(this.batch.first + row))
    if (payload.total < 2) return null
    const [high = 0, low = 0] = payload.read(0, 2)
    return high * 256 + low
  }

  /** Compressed frames before a message's last have no content: it cannot be known by them alone. */
  contentsOf(active: Uint8Array): Contents {
    const spans = new Spans(active.length)
    const inflated: number[] = []
    const joined: Contents['joined'][number][] = []
    for (let row = 0; row < active.length; row++) {
      if (active[row] === 0) continue
      if (this.#inflatedAt(row) !== null) {
        inflated.push(row)
        continue
      }
      const ending = this.#endingOf(row)
      if (ending === null) {
        const isCompressed = (this.flagsOf(row) & FLAG.compressed) !== 0 && this.opcodeOf(row) < OPCODE.close
        if (!isCompressed) this.#addPayload(spans, row)
      } else if (ending.dataOffset !== null) inflated.push(row)
      else if (ending.facts.frames === 1) this.#addPayload(spans, row)
      else joined.push({ row, payload: messagePayload(this.#content, ending) })
    }
    // Inflated data stands behind the frames of its batch.
    for (const row of inflated) {
      const offset = this.#inflatedAt(row) ?? this.#endingOf(row)?.dataOffset ?? 0
      spans.add(row, offset, this.sizeOf(row), -1, 0)
    }
    return { spans, joined }
  }

  /** Where the inflated data of a whole compressed message in one frame stands, as nearly all have it: from the columns alone. */
  #inflatedAt(row: number): number | null {
    const column = this.batch.messageRows.get(row)
    const start = column === undefined ? -1 : (this.batch.columns.messageData[column] ?? -1)
    return start < 0 ? null : this.batch.segmentOffset + start
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

  #addPayload(spans: Spans, row: number): void {
    const { columns, wireStart } = this.batch
    const stored = columns.storedLength[row] ?? 0
    // A frame may end inside its header.
    const header = Math.min(columns.headerLength[row] ?? 0, stored)
    const maskKey = (this.flagsOf(row) & FLAG.hasMaskKey) === 0 ? -1 : (columns.maskKey[row] ?? 0)
    // A close frame's text is its reason, behind the code.
    const skipped = this.opcodeOf(row) === OPCODE.close && stored - header >= 2 ? 2 : 0
    spans.add(row, (wireStart[row] ?? 0) + header + skipped, stored - header - skipped, maskKey, skipped)
  }
}

/** In place; `phase` is the place of the byte at `from` in what was masked. */
export function unmask(bytes: Uint8Array, from: number, end: number, key: number, phase: number): void {
  const octets = [(key >>> 24) & 0xff, (key >>> 16) & 0xff, (key >>> 8) & 0xff, key & 0xff]
  for (let at = from; at < end; at++) bytes[at] = (bytes[at] ?? 0) ^ (octets[(at - from + phase) & 3] ?? 0)
}
