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

/**
 * A batch's body on disk: four numbers, then columns. All little-endian, as is every machine Node and Electron run on;
 * columns stand in order of their width, so that each is aligned.
 */
export interface BatchColumns {
  /** Frames, rows of the message columns, offset and length of the batch's bytes in the segment. */
  readonly head: Float64Array
  readonly timeUs: Float64Array
  readonly payloadLength: Float64Array
  readonly wireLength: Float64Array
  /** Bytes of the frame, header included, in the segment; frames stand there one after the other, from the batch's offset on. */
  readonly storedLength: Float64Array
  /** One row for each finished compressed message that is one frame of this batch. */
  readonly messageTimeUs: Float64Array
  readonly messageLength: Float64Array
  /** Where its inflated bytes begin, from the batch's offset on. */
  readonly messageData: Float64Array
  readonly maskKey: Uint32Array
  /** -1 for none. */
  readonly message: Int32Array
  /** Its frame's place in the batch; ascending. */
  readonly messageFrame: Uint32Array
  /** FIN, RSV and opcode (RFC 6455 section 5.2). */
  readonly firstByte: Uint8Array
  readonly flags: Uint8Array
  readonly headerLength: Uint8Array
  /** 0 for none, else as numbered in frame-columns.ts. */
  readonly violation: Uint8Array
}

export const HEAD_NUMBERS = 4
const FRAME_BYTES = 4 * 8 + 2 * 4 + 4
const MESSAGE_BYTES = 3 * 8 + 4

export const batchSize = (frames: number, messages: number): number => HEAD_NUMBERS * 8 + frames * FRAME_BYTES + messages * MESSAGE_BYTES

/** Views of the columns in `buffer`, which is batchSize(frames, messages) bytes long. Copies nothing. */
export function batchColumns(buffer: ArrayBuffer, frames: number, messages: number): BatchColumns {
  let offset = 0
  const take = <T>(make: new (buffer: ArrayBuffer, offset: number, length: number) => T, width: number, length: number): T => {
    const column = new make(buffer, offset, length)
    offset += width * length
    return column
  }
  const numbers = (length: number) => take(Float64Array<ArrayBuffer>, 8, length)
  const bytes = (length: number) => take(Uint8Array<ArrayBuffer>, 1, length)
  return {
    head: numbers(HEAD_NUMBERS),
    timeUs: numbers(frames),
    payloadLength: numbers(frames),
    wireLength: numbers(frames),
    storedLength: numbers(frames),
    messageTimeUs: numbers(messages),
    messageLength: numbers(messages),
    messageData: numbers(messages),
    maskKey: take(Uint32Array<ArrayBuffer>, 4, frames),
    message: take(Int32Array<ArrayBuffer>, 4, frames),
    messageFrame: take(Uint32Array<ArrayBuffer>, 4, messages),
    firstByte: bytes(frames),
    flags: bytes(frames),
    headerLength: bytes(frames),
    violation: bytes(frames),
  }
}
