/** Frames in one batch at most. */
export const BATCH_FRAMES = 5_000

/** Bits of the `flags` column. */
export const FLAG = {
  out: 1,
  masked: 2,
  hasMaskKey: 4,
  /** Kind of the frame's message. */
  text: 8,
  binary: 16,
  /** The frame's message is compressed. */
  compressed: 32,
  /** The frame is a whole, finished, uncompressed message: its facts follow from the frame's. */
  isMessage: 64,
  /** The frame ends a message whose facts stand in the message columns of this batch or in the table `message`. */
  endsMessage: 128,
} as const

/** The facts of a batch's frames, in memory. On disk they are packed (packed-columns.ts). */
export interface BatchColumns {
  readonly timeUs: Float64Array<ArrayBuffer>
  readonly payloadLength: Float64Array<ArrayBuffer>
  /** Bytes of the frame, header included, in the segment; frames stand there one after the other, from the batch's offset on. */
  readonly storedLength: Float64Array<ArrayBuffer>
  /** One row for each finished compressed message that is one frame of this batch. */
  readonly messageTimeUs: Float64Array<ArrayBuffer>
  readonly messageLength: Float64Array<ArrayBuffer>
  /** Where its inflated bytes begin, from the batch's offset on. */
  readonly messageData: Float64Array<ArrayBuffer>
  readonly maskKey: Uint32Array<ArrayBuffer>
  /** -1 for none. */
  readonly message: Int32Array<ArrayBuffer>
  /** Its frame's place in the batch; ascending. */
  readonly messageFrame: Uint32Array<ArrayBuffer>
  /** FIN, RSV and opcode (RFC 6455 section 5.2). */
  readonly firstByte: Uint8Array<ArrayBuffer>
  readonly flags: Uint8Array<ArrayBuffer>
  readonly headerLength: Uint8Array<ArrayBuffer>
  /** 0 for none, else as numbered in frame-columns.ts. */
  readonly violation: Uint8Array<ArrayBuffer>
}

/** All zero. */
export function createColumns(frames: number, messages: number): BatchColumns {
  return {
    timeUs: new Float64Array(frames),
    payloadLength: new Float64Array(frames),
    storedLength: new Float64Array(frames),
    messageTimeUs: new Float64Array(messages),
    messageLength: new Float64Array(messages),
    messageData: new Float64Array(messages),
    maskKey: new Uint32Array(frames),
    message: new Int32Array(frames),
    messageFrame: new Uint32Array(messages),
    firstByte: new Uint8Array(frames),
    flags: new Uint8Array(frames),
    headerLength: new Uint8Array(frames),
    violation: new Uint8Array(frames),
  }
}
