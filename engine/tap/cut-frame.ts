import { NOT_PLAIN, plainHeaderLength, plainPayloadLength } from './plain-frame.ts'

const FIRST_ROOM_BYTES = 4 * 1024
/** Larger frames are not gathered here: what is kept for each connection stays small. */
const LARGEST_FRAME_BYTES = 256 * 1024

/**
 * A plain frame that lies in several chunks, in one piece. Its memory is used for the next one again, and grows with what has come, not
 * with what was announced.
 */
export class CutFrame {
  readonly #firstBytes: readonly number[]
  readonly #maxPayloadBytes: number
  #room = new Uint8Array(0)
  #length = 0
  /** 0 while the header is not whole. */
  #frameLength = 0

  /** @param firstBytes that a frame may begin with */
  constructor(firstBytes: readonly number[], maxPayloadBytes: number) {
    this.#firstBytes = firstBytes
    this.#maxPayloadBytes = maxPayloadBytes
  }

  get isEmpty(): boolean {
    return this.#length === 0
  }

  get isWhole(): boolean {
    return this.#frameLength > 0 && this.#length === this.#frameLength
  }

  /** What has come, a view: written over by the next frame. */
  get bytes(): Uint8Array {
    return this.#room.subarray(0, this.#length)
  }

  /**
   * Takes what belongs to the frame.
   *
   * @returns how many bytes were taken; 0 if the frame turns out not to be plain, or too large: then what had come before is still there
   */
  add(chunk: Uint8Array, offset: number): number {
    const before = this.#length
    if (this.#frameLength === 0 && !this.#addHeader(chunk, offset)) {
      this.#length = before
      return 0
    }
    const at = offset + this.#length - before
    // While the header is not whole, the chunk has ended with it.
    this.#append(chunk.subarray(at, at + Math.max(0, this.#frameLength - this.#length)))
    return this.#length - before
  }

  clear(): void {
    this.#length = this.#frameLength = 0
  }

  /** Byte by byte, since it is not known how many it has; false if this is not a frame for here. */
  #addHeader(chunk: Uint8Array, offset: number): boolean {
    if (this.#length === 0 && !this.#firstBytes.includes(chunk[offset] ?? 0)) return false
    for (let at = offset; at < chunk.length; at++) {
      this.#append(chunk.subarray(at, at + 1))
      const headerLength = plainHeaderLength(this.#room, 0, this.#length)
      if (headerLength === NOT_PLAIN) return false
      if (headerLength === 0) continue
      const payloadLength = plainPayloadLength(this.#room, 0, headerLength)
      const frameLength = headerLength + payloadLength
      if (payloadLength > this.#maxPayloadBytes || frameLength > LARGEST_FRAME_BYTES) return false
      this.#frameLength = frameLength
      return true
    }
    return true
  }

  #append(bytes: Uint8Array): void {
    const end = this.#length + bytes.length
    if (end > this.#room.length) {
      const grown = new Uint8Array(Math.max(FIRST_ROOM_BYTES, 2 ** Math.ceil(Math.log2(end))))
      grown.set(this.bytes)
      this.#room = grown
    }
    this.#room.set(bytes, this.#length)
    this.#length = end
  }
}
