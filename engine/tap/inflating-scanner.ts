import { isUtf8 } from 'node:buffer'
import { type FrameRun, type InflatedMessages, RUN_FRAMES, type RunSource } from './frame-run.ts'
import type { Inflater } from './inflater.ts'
import { COMPRESSED_BINARY_FIRST_BYTE, COMPRESSED_TEXT_FIRST_BYTE, plainHeaderLength, plainPayloadLength } from './plain-frame.ts'

/** What the messages of one run inflate to, but for a single larger one. */
const ROOM_BYTES = 128 * 1024
/** Used by one run at a time: who is told of it does not keep it. */
const room = new Uint8Array(ROOM_BYTES)

/** Finds runs of compressed messages, each in one frame, and inflates them. */
export class InflatingScanner implements RunSource {
  readonly headerLengths = new Uint8Array(RUN_FRAMES)
  readonly payloadLengths = new Uint32Array(RUN_FRAMES)
  readonly #lengths = new Uint32Array(RUN_FRAMES)
  readonly #inflater: Inflater
  #data: Uint8Array = room
  #count = 0
  #wireLength = 0

  constructor(inflater: Inflater) {
    this.#inflater = inflater
  }

  get count(): number {
    return this.#count
  }

  get wireLength(): number {
    return this.#wireLength
  }

  get inflated(): InflatedMessages {
    return { lengths: this.#lengths, data: this.#data }
  }

  scan(chunk: Uint8Array, offset: number, maxMessageBytes: number): FrameRun['kind'] | null {
    const firstByte = chunk[offset]
    this.#count = this.#wireLength = 0
    if (firstByte !== COMPRESSED_TEXT_FIRST_BYTE && firstByte !== COMPRESSED_BINARY_FIRST_BYTE) return null
    let [at, dataLength] = [offset, 0]
    while (this.#count < RUN_FRAMES && chunk[at] === firstByte) {
      const headerLength = plainHeaderLength(chunk, at, chunk.length)
      if (headerLength <= 0) break
      const length = plainPayloadLength(chunk, at, headerLength)
      const end = at + headerLength + length
      if (length > maxMessageBytes || end > chunk.length) break
      const added = this.#inflate(chunk.subarray(at + headerLength, end), dataLength, firstByte === COMPRESSED_TEXT_FIRST_BYTE)
      if (added === null) break
      this.headerLengths[this.#count] = headerLength
      this.payloadLengths[this.#count] = length
      this.#lengths[this.#count] = added
      this.#count += 1
      dataLength += added
      at = end
      if (dataLength > ROOM_BYTES) break
    }
    this.#wireLength = at - offset
    if (dataLength <= ROOM_BYTES) this.#data = room.subarray(0, dataLength)
    if (this.#count === 0) return null
    return firstByte === COMPRESSED_TEXT_FIRST_BYTE ? 'text' : 'binary'
  }

  /** Bytes of the message, which then stands behind the others; null if it is not sound, or has to wait for the next run. */
  #inflate(payload: Uint8Array, dataLength: number, isText: boolean): number | null {
    const message = this.#inflater.inflateShared(payload)
    if (message === null) return null
    const isAlone = this.#count === 0 && message.length > ROOM_BYTES
    if ((isText && !isUtf8(message)) || (!isAlone && dataLength + message.length > ROOM_BYTES)) {
      this.#inflater.putBack(message)
      return null
    }
    if (isAlone) this.#data = message
    else room.set(message, dataLength)
    return message.length
  }
}
