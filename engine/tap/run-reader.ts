import { CutFrame } from './cut-frame.ts'
import { type FrameRun, RunScanner, type RunSource } from './frame-run.ts'
import type { Inflater } from './inflater.ts'
import { InflatingScanner } from './inflating-scanner.ts'
import { BINARY_FIRST_BYTE, COMPRESSED_BINARY_FIRST_BYTE, COMPRESSED_TEXT_FIRST_BYTE, TEXT_FIRST_BYTE } from './plain-frame.ts'
import type { Numbering } from './wire-reader.ts'

export interface RunReaderOptions {
  readonly maxMessageBytes: number
  /** Null where permessage-deflate was not negotiated. */
  readonly inflater: Inflater | null
  readonly numbering: Numbering
  readonly onRun: (run: FrameRun) => void
}

/** Reads what is a run of frames, and leaves everything else to the long way. A frame that is cut by the end of a chunk is a run of its own. */
export class RunReader {
  readonly #options: RunReaderOptions
  readonly #sources: readonly RunSource[]
  readonly #cut: CutFrame
  #isRefused = false

  constructor(options: RunReaderOptions) {
    this.#options = options
    const { inflater, maxMessageBytes } = options
    const compressed = inflater === null ? [] : [COMPRESSED_TEXT_FIRST_BYTE, COMPRESSED_BINARY_FIRST_BYTE]
    this.#sources = inflater === null ? [new RunScanner()] : [new RunScanner(), new InflatingScanner(inflater)]
    this.#cut = new CutFrame([TEXT_FIRST_BYTE, BINARY_FIRST_BYTE, ...compressed], maxMessageBytes)
  }

  /** What had come of a frame that was begun is no run: `letGo` gives it, to be read the long way before anything else. */
  get isRefused(): boolean {
    return this.#isRefused
  }

  /** A frame was begun, and is not whole. */
  get isInsideFrame(): boolean {
    return !this.#cut.isEmpty
  }

  /**
   * @param offset a frame boundary with no message open, or where the frame that was begun goes on
   * @returns how many bytes were taken; where there is no run, 0
   */
  read(chunk: Uint8Array, offset: number, timeUs: number): number {
    return (this.#cut.isEmpty && this.#readRun(chunk, offset, timeUs)) || this.#readCut(chunk, offset, timeUs)
  }

  /** What had come of the frame that was begun, in memory of its own; null for nothing. */
  letGo(): Uint8Array | null {
    if (this.#cut.isEmpty) return null
    const bytes = new Uint8Array(this.#cut.bytes)
    this.#cut.clear()
    this.#isRefused = false
    return bytes
  }

  #readRun(chunk: Uint8Array, offset: number, timeUs: number): number {
    const { maxMessageBytes, numbering, onRun } = this.#options
    for (const source of this.#sources) {
      const kind = source.scan(chunk, offset, maxMessageBytes)
      if (kind === null) continue
      const { count, wireLength, headerLengths, payloadLengths, inflated } = source
      const wire = chunk.subarray(offset, offset + wireLength)
      const [firstSeq, firstMessage] = [numbering.nextSeq(count), numbering.nextMessage(count)]
      onRun({ firstSeq, firstMessage, timeUs, kind, count, headerLengths, payloadLengths, wire, inflated })
      return wireLength
    }
    return 0
  }

  #readCut(chunk: Uint8Array, offset: number, timeUs: number): number {
    const cut = this.#cut
    const taken = cut.add(chunk, offset)
    if (taken === 0) this.#isRefused = !cut.isEmpty
    if (!cut.isWhole) return taken
    this.#isRefused = this.#readRun(cut.bytes, 0, timeUs) === 0
    if (!this.#isRefused) cut.clear()
    return taken
  }
}
