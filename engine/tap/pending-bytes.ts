/** Pieces at least this long are kept as they are; keeping a shorter one costs more than copying it. */
const KEPT_PIECE_BYTES = 4096
const SLAB_BYTES = 16 * 1024

/**
 * Bytes that come in pieces and are wanted as one.
 *
 * Long pieces are listed and copied once, when they are joined: 100 MiB in 64 KiB pieces is 100 MiB of copying.
 * Short pieces are gathered in slabs, because a peer that sends byte by byte would otherwise cost some hundred bytes of
 * memory for each one. Nothing is allocated for bytes that were merely announced.
 */
export class PendingBytes {
  #pieces: Uint8Array[] = []
  #slab: Uint8Array | null = null
  #slabStart = 0
  #slabEnd = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Long pieces are kept, not copied: they must not be written to until `take`. */
  push(piece: Uint8Array): void {
    this.#length += piece.length
    if (piece.length >= KEPT_PIECE_BYTES) {
      this.#listSlab()
      this.#pieces.push(piece)
    } else if (piece.length > 0) {
      this.#gather(piece)
    }
  }

  /** Everything in one new array, which shares memory with nothing else; afterwards nothing is pending. */
  take(): Uint8Array {
    this.#listSlab()
    // Not Buffer.concat: its small results are views of a shared pool.
    const joined = Buffer.allocUnsafeSlow(this.#length)
    let offset = 0
    for (const piece of this.#pieces) {
      joined.set(piece, offset)
      offset += piece.length
    }
    this.#pieces = []
    this.#slabStart = 0
    this.#slabEnd = 0
    this.#length = 0
    return joined
  }

  #gather(piece: Uint8Array): void {
    let slab = this.#slab
    if (slab === null || this.#slabEnd + piece.length > slab.length) {
      this.#listSlab()
      slab = new Uint8Array(SLAB_BYTES)
      this.#slab = slab
      this.#slabStart = 0
      this.#slabEnd = 0
    }
    slab.set(piece, this.#slabEnd)
    this.#slabEnd += piece.length
  }

  /** Lists what was gathered since the last long piece; the rest of the slab stays in use. */
  #listSlab(): void {
    if (this.#slab === null || this.#slabStart === this.#slabEnd) return
    this.#pieces.push(this.#slab.subarray(this.#slabStart, this.#slabEnd))
    this.#slabStart = this.#slabEnd
  }
}
