import { freeMemory } from '../tap/free-memory.ts'

/** Room for the least and for a usual full batch, in bytes. */
const SMALL_ROOM_BYTES = 64 * 1024
const LARGE_ROOM_BYTES = 1024 * 1024 + 256 * 1024

/** Rooms that wait to be used again: of a busy connection, one is filled while the others are written. */
const SPARE_ROOMS = 4

/**
 * Where the bytes of a batch are gathered. A quiet connection has only what it needs. A busy one begins with room for all, and
 * uses the same rooms again and again: new memory has to be cleared and brought into the processor's cache first.
 */
export class BatchBytes {
  #room: Uint8Array<ArrayBuffer> | null = null
  #length = 0
  /** What the next batch begins with. */
  #roomBytes = SMALL_ROOM_BYTES
  #spare: Uint8Array<ArrayBuffer>[] = []

  get length(): number {
    return this.#length
  }

  append(bytes: Uint8Array): void {
    const end = this.#length + bytes.length
    const room = this.#room !== null && end <= this.#room.length ? this.#room : this.#grow(end)
    room.set(bytes, this.#length)
    this.#length = end
  }

  /** What was gathered, a view of a buffer that can be transferred; gathering begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = (this.#room ?? new Uint8Array(0)).subarray(0, this.#length)
    const roomBytes = Math.min(roomFor(this.#length), LARGE_ROOM_BYTES)
    if (roomBytes !== this.#roomBytes || roomBytes === SMALL_ROOM_BYTES) this.#spare = []
    this.#roomBytes = roomBytes
    this.#room = null
    this.#length = 0
    return taken
  }

  /** Takes back a buffer that was taken, once it is written: it is nobody else's. */
  giveBack(buffer: ArrayBuffer): void {
    const isBusy = this.#roomBytes > SMALL_ROOM_BYTES
    const isWanted = isBusy && buffer.byteLength === this.#roomBytes && this.#spare.length < SPARE_ROOMS
    if (isWanted) this.#spare.push(new Uint8Array(buffer))
    else freeMemory(new Uint8Array(buffer))
  }

  #grow(wantedBytes: number): Uint8Array<ArrayBuffer> {
    const roomBytes = roomFor(Math.max(wantedBytes, this.#roomBytes))
    const spare = roomBytes === this.#roomBytes ? this.#spare.pop() : undefined
    // Not from the pool, which could not be transferred.
    const grown = spare ?? Buffer.allocUnsafeSlow(roomBytes)
    if (this.#room !== null) grown.set(this.#room.subarray(0, this.#length))
    this.#room = grown
    return grown
  }
}

/** In steps of four, so that little is copied on the way; above the largest, what is wanted. */
function roomFor(bytes: number): number {
  if (bytes > LARGE_ROOM_BYTES) return bytes
  if (bytes <= SMALL_ROOM_BYTES) return SMALL_ROOM_BYTES
  return bytes <= 4 * SMALL_ROOM_BYTES ? 4 * SMALL_ROOM_BYTES : LARGE_ROOM_BYTES
}
