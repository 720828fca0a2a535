/** Bytes that came too early and wait for those before them. More in one direction means that some were never captured. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024
const MOST_WAITING_SEGMENTS = 4_096
const HALF = 2 ** 31

interface Waiting {
  readonly payload: Uint8Array
  readonly fin: boolean
}

export type Taken =
  /** In order, each byte once. */
  | { readonly kind: 'bytes'; readonly pieces: readonly Uint8Array[]; readonly hasEnded: boolean }
  /** Bytes are missing that will not come. */
  | { readonly kind: 'gap' }

/** One direction of a TCP connection: puts segments in order and drops what came twice. */
export class ByteStream {
  /** Sequence number of the next byte; null before the first segment. */
  #next: number | null = null
  readonly #waiting = new Map<number, Waiting>()
  #waitingBytes = 0

  get isBegun(): boolean {
    return this.#next !== null
  }

  /** A SYN takes one sequence number. */
  synchronize(sequence: number): void {
    this.#next ??= (sequence + 1) >>> 0
  }

  take(sequence: number, payload: Uint8Array, fin: boolean): Taken {
    this.#next ??= sequence
    if (distance(this.#next, sequence) > 0) return this.#keep(sequence, payload, fin)
    const pieces: Uint8Array[] = []
    let hasEnded = this.#advance(sequence, payload, fin, pieces)
    // What waited may follow now; some of it may have come by another way meanwhile.
    for (let found = !hasEnded; found; ) {
      found = false
      for (const [start, waiting] of this.#waiting) {
        if (distance(this.#next, start) > 0) continue
        this.#waiting.delete(start)
        this.#waitingBytes -= waiting.payload.length
        hasEnded = this.#advance(start, waiting.payload, waiting.fin, pieces) || hasEnded
        found = !hasEnded
        break
      }
    }
    return { kind: 'bytes', pieces, hasEnded }
  }

  #keep(sequence: number, payload: Uint8Array, fin: boolean): Taken {
    if (payload.length === 0 && !fin) return { kind: 'bytes', pieces: [], hasEnded: false }
    const known = this.#waiting.get(sequence)
    if (known === undefined || known.payload.length < payload.length) {
      this.#waiting.set(sequence, { payload: Uint8Array.from(payload), fin })
      this.#waitingBytes += payload.length - (known?.payload.length ?? 0)
    }
    const isTooMuch = this.#waitingBytes > MOST_WAITING_BYTES || this.#waiting.size > MOST_WAITING_SEGMENTS
    return isTooMuch ? { kind: 'gap' } : { kind: 'bytes', pieces: [], hasEnded: false }
  }

  /** Takes what is new of a segment that begins at, or before, the next byte. */
  #advance(sequence: number, payload: Uint8Array, fin: boolean, pieces: Uint8Array[]): boolean {
    const next = this.#next ?? sequence
    const known = distance(sequence, next)
    if (known > payload.length) return false
    const fresh = payload.subarray(known)
    if (fresh.length > 0) pieces.push(fresh)
    this.#next = (next + fresh.length) >>> 0
    return fin
  }
}

/** From one sequence number to another, which may have passed 2^32 (RFC 9293 section 3.4). */
function distance(from: number, to: number): number {
  const forward = (to - from) >>> 0
  return forward >= HALF ? forward - 2 ** 32 : forward
}
