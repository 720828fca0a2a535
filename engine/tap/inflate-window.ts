/** The last bytes of what came out of a DEFLATE stream: what its next blocks may refer back into (RFC 1951 section 2). */
export class InflateWindow {
  readonly #windowBytes: number
  /** Twice the window, so that bytes are moved once in a window's length and not each time. */
  #room: Uint8Array | null = null
  #end = 0

  constructor(windowBytes: number) {
    this.#windowBytes = windowBytes
  }

  /** A view, until the next call. */
  get bytes(): Uint8Array {
    return (this.#room ?? new Uint8Array(0)).subarray(Math.max(0, this.#end - this.#windowBytes), this.#end)
  }

  append(bytes: Uint8Array): void {
    this.#room ??= new Uint8Array(2 * this.#windowBytes)
    const added = bytes.subarray(Math.max(0, bytes.length - this.#windowBytes))
    if (this.#end + added.length > this.#room.length) {
      const start = this.#end - this.#windowBytes
      this.#room.copyWithin(0, start, this.#end)
      this.#end = this.#windowBytes
    }
    this.#room.set(added, this.#end)
    this.#end += added.length
  }

  clear(): void {
    this.#end = 0
  }
}
