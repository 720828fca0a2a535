import { isUtf8 } from 'node:buffer'
import { CutFrame } from './cut-frame.ts'
import { type FrameRun, RunScanner } from './frame-run.ts'
import { TEXT_FIRST_BYTE } from './plain-frame.ts'
import type { Numbering } from './wire-reader.ts'

export interface RunReaderOptions {
  readonly maxMessageBytes: number
  readonly numbering: Numbering
  readonly onRun: (run: FrameRun) => void
}

/** Reads what is a run of frames, and leaves everything else to the long way. A frame that is cut by the end of a chunk is a run of its own. */
export class RunReader {
  readonly #options: RunReaderOptions
  readonly #scanner = new RunScanner()
  readonly #cut: CutFrame
  #isRefused = false

  constructor(options: RunReaderOptions) {
    this.#options = options
    this.#cut = new CutFrame(options.maxMessageBytes)
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
    const scanner = this.#scanner
    const kind = scanner.scan(chunk, offset, this.#options.maxMessageBytes)
    if (kind !== null) this.#tell(kind, scanner.count, chunk.subarray(offset, offset + scanner.wireLength), timeUs)
    return scanner.wireLength
  }

  #readCut(chunk: Uint8Array, offset: number, timeUs: number): number {
    const cut = this.#cut
    const taken = cut.add(chunk, offset)
    if (taken === 0) this.#isRefused = !cut.isEmpty
    if (!cut.isWhole) return taken
    const { bytes, headerLength } = cut
    const kind = bytes[0] === TEXT_FIRST_BYTE ? 'text' : 'binary'
    this.#isRefused = kind === 'text' && !isUtf8(bytes.subarray(headerLength))
    if (this.#isRefused) return taken
    this.#scanner.headerLengths[0] = headerLength
    this.#scanner.payloadLengths[0] = bytes.length - headerLength
    this.#tell(kind, 1, bytes, timeUs)
    cut.clear()
    return taken
  }

  #tell(kind: FrameRun['kind'], count: number, wire: Uint8Array, timeUs: number): void {
    const { numbering, onRun } = this.#options
    const { headerLengths, payloadLengths } = this.#scanner
    onRun({
      firstSeq: numbering.nextSeq(count),
      firstMessage: numbering.nextMessage(count),
      timeUs,
      kind,
      count,
      headerLengths,
      payloadLengths,
      wire,
    })
  }
}
