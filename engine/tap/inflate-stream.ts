import { constants, createInflateRaw } from 'node:zlib'

const INPUT_BYTES = 64 * 1024
/** As much as other users of zlib in Node take at once: how far back a broken block can reach unnoticed depends on it. */
const OUTPUT_BYTES = 16 * 1024
/** Of one message more than this is not kept: it is measured to its end, and done again where it fits. */
const KEPT_BYTES = 16 * 1024 * 1024
/** What a sender takes off the end of a message and a receiver puts back (RFC 7692 sections 7.2.1 and 7.2.2). */
export const TAIL = Uint8Array.of(0x00, 0x00, 0xff, 0xff)
/** Blocks of one message that are stopped at one by one. Hostile messages have millions. */
const WATCHED_BLOCKS = 16
const NOTHING = new Uint8Array(0)
/** Used by one call at a time: nothing here waits. */
const scratchIn = Buffer.allocUnsafeSlow(INPUT_BYTES)
const scratchOut = Buffer.allocUnsafeSlow(OUTPUT_BYTES)

/**
 * Empty stored blocks (RFC 1951 section 3.2.4). Between two blocks they say nothing, inside of one they come out or break something:
 * they are more bits than the longest head of a block has (section 3.2.7: 17 + 19 × 3 + 318 × 7), which is all that passes in silence.
 */
const PROBE = Buffer.from('000000ffff'.repeat(60), 'hex')

/** What stands behind a message, to see whether it is read. */
const BEHIND = Uint8Array.of(0)

/** What Node's zlib objects are driven with by Node itself. Not documented: asked for, never relied on. */
interface ZlibHandle {
  writeSync: (
    flush: number,
    input: Uint8Array,
    start: number,
    length: number,
    output: Uint8Array,
    outStart: number,
    outLength: number,
  ) => void
  reset: () => void
  onerror: (message: string, errno: number, code: string) => void
}

interface ZlibEngine {
  readonly _handle?: Partial<ZlibHandle>
  /** Free bytes of the output and unread bytes of the input, after a write. */
  readonly _writeState?: Uint32Array
}

/**
 * A raw DEFLATE stream that lives over many messages and is inflated on the spot. `inflateRawSync` makes and drops a stream
 * for each message, which costs ten times what a short message does.
 *
 * Does only what is beyond doubt: anything unusual is answered with null, and the stream must not be used again.
 */
export class InflateStream {
  readonly #handle: ZlibHandle
  readonly #state: Uint32Array
  #hasFailed = false

  private constructor(handle: ZlibHandle, state: Uint32Array) {
    this.#handle = handle
    this.#state = state
    handle.onerror = () => {
      this.#hasFailed = true
    }
  }

  /**
   * Null where this Node has other insides.
   *
   * @param dictionary what was inflated before, if the stream is to go on from there
   */
  static open(windowBits: number, dictionary: Uint8Array = NOTHING): InflateStream | null {
    const options = dictionary.length > 0 ? { windowBits, dictionary } : { windowBits }
    // The types do not know the insides; what is there is looked at.
    const { _handle: handle, _writeState: state } = createInflateRaw(options) as unknown as ZlibEngine
    const isKnown = typeof handle?.writeSync === 'function' && typeof handle.reset === 'function' && state instanceof Uint32Array
    return isKnown ? new InflateStream(handle as ZlibHandle, state) : null
  }

  /**
   * @param payload of one message, as it crossed
   * @param isLasting the next message may refer back to this one: it has to end between two blocks
   * @returns what comes out, a view of memory that is shared and written to by the next call (`own` makes it last); 'too-large' for more
   *   than `maxBytes`; null for broken data, for a stream that ends here, and for what is so much that it is to be measured first
   */
  inflate(payload: Uint8Array, maxBytes: number, isLasting: boolean): Uint8Array | 'too-large' | null {
    // Stopping at each block, zlib leaves the byte behind the last one unread, unless the message broke off inside of a block.
    const [flush, input] = isLasting
      ? [constants.Z_BLOCK, gathered([payload, TAIL, BEHIND])]
      : [constants.Z_SYNC_FLUSH, gathered([payload, TAIL])]
    const end = payload.length + TAIL.length
    let [consumed, produced] = [0, 0]
    for (let block = 0; block < WATCHED_BLOCKS && produced < OUTPUT_BYTES; block++) {
      const before = consumed + produced
      if (!this.#write(flush, input, consumed, produced)) return null
      consumed = input.length - this.#unreadBytes
      produced = OUTPUT_BYTES - this.#freeBytes
      if (consumed > end || consumed + produced === before) return null
      if (consumed === end && produced < OUTPUT_BYTES) return produced <= maxBytes ? scratchOut.subarray(0, produced) : 'too-large'
    }
    return this.#inflateRest(input.subarray(consumed, end), produced, maxBytes, isLasting)
  }

  /** A copy of what `inflate` answered, where that is a view. */
  static own(bytes: Uint8Array): Uint8Array {
    return bytes.buffer === scratchOut.buffer ? ownCopy(bytes) : bytes
  }

  /** @param produced bytes that stand in `scratchOut` already */
  #inflateRest(rest: Uint8Array, produced: number, maxBytes: number, isLasting: boolean): Uint8Array | 'too-large' | null {
    const parts = [ownCopy(scratchOut.subarray(0, produced))]
    let [total, isKept] = [produced, true]
    const outcome = this.#run(rest, (count) => {
      total += count
      if (total > maxBytes) return false
      isKept = total <= KEPT_BYTES
      if (isKept) parts.push(ownCopy(scratchOut.subarray(0, count)))
      else parts.length = 0
      return true
    })
    if (outcome === 'stopped') return 'too-large'
    if (outcome === 'broken' || !isKept || (isLasting && !this.#isBetweenBlocks())) return null
    return joined(parts, total)
  }

  /** Whether no more than `maxBytes` come out, up to where the data ends or breaks. Keeps nothing of it. */
  fits(input: readonly Uint8Array[], maxBytes: number): boolean {
    let total = 0
    return (
      this.#run(gathered(input), (produced) => {
        total += produced
        return total <= maxBytes
      }) !== 'stopped'
    )
  }

  /** Inflates until `take`, told how many bytes stand in `scratchOut`, has seen enough. */
  #run(bytes: Uint8Array, take: (produced: number) => boolean): 'done' | 'stopped' | 'broken' {
    let consumed = 0
    for (;;) {
      if (!this.#write(constants.Z_SYNC_FLUSH, bytes, consumed, 0)) return 'broken'
      const produced = OUTPUT_BYTES - this.#freeBytes
      if (!take(produced)) return 'stopped'
      consumed = bytes.length - this.#unreadBytes
      if (produced === OUTPUT_BYTES) continue
      return consumed < bytes.length ? 'broken' : 'done'
    }
  }

  /** Whether the stream stands between two blocks, as it must after a message. */
  #isBetweenBlocks(): boolean {
    return this.#write(constants.Z_SYNC_FLUSH, PROBE, 0, 0) && this.#freeBytes === OUTPUT_BYTES && this.#unreadBytes === 0
  }

  /** Forgets all that came. */
  reset(): void {
    this.#handle.reset()
  }

  get #freeBytes(): number {
    return this.#state[0] ?? 0
  }

  get #unreadBytes(): number {
    return this.#state[1] ?? 0
  }

  /** Inflates `input` from a place on into `scratchOut` behind what stands there. False for broken data. */
  #write(flush: number, input: Uint8Array, from: number, produced: number): boolean {
    this.#handle.writeSync(flush, input, from, input.length - from, scratchOut, produced, OUTPUT_BYTES - produced)
    return !this.#hasFailed
  }
}

function gathered(pieces: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const piece of pieces) length += piece.length
  const whole = length <= INPUT_BYTES ? scratchIn.subarray(0, length) : Buffer.allocUnsafeSlow(length)
  let offset = 0
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.length
  }
  return whole
}

function ownCopy(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  copy.set(bytes)
  return copy
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = Buffer.allocUnsafeSlow(length)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
