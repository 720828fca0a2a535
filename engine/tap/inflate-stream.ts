import { constants, createInflateRaw } from 'node:zlib'

const INPUT_BYTES = 64 * 1024
/** As much as other users of zlib in Node take at once: how far back a broken block can reach unnoticed depends on it. */
const OUTPUT_BYTES = 16 * 1024
/** Of one message more than this is not kept: it is measured to its end, and done again where it fits. */
const KEPT_BYTES = 16 * 1024 * 1024
const NOTHING = new Uint8Array(0)
/** Used by one call at a time: nothing here waits. */
const scratchIn = Buffer.allocUnsafeSlow(INPUT_BYTES)
const scratchOut = Buffer.allocUnsafeSlow(OUTPUT_BYTES)

/**
 * Empty stored blocks (RFC 1951 section 3.2.4). Between two blocks they say nothing, inside of one they come out or break something:
 * they are more bits than the longest head of a block has (section 3.2.7: 17 + 19 × 3 + 318 × 7), which is all that passes in silence.
 */
const PROBE = Buffer.from('000000ffff'.repeat(60), 'hex')

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
   * @param input whole blocks, up to and with the empty one that ends a message
   * @returns what comes out, in memory of its own; 'too-large' for more than `maxBytes`; null for broken data, for a stream that ends
   *   here, and for what is so much that it is to be measured first
   */
  inflate(input: readonly Uint8Array[], maxBytes: number): Uint8Array | 'too-large' | null {
    const parts: Uint8Array[] = []
    let [total, isKept] = [0, true]
    const outcome = this.#run(gathered(input), (produced) => {
      total += produced
      if (total > maxBytes) return false
      isKept = total <= KEPT_BYTES
      if (isKept) parts.push(ownCopy(scratchOut.subarray(0, produced)))
      else parts.length = 0
      return true
    })
    if (outcome === 'stopped') return 'too-large'
    const [only = NOTHING, ...others] = parts
    return outcome === 'broken' || !isKept ? null : others.length === 0 ? only : joined(parts, total)
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
      const produced = this.#write(bytes.subarray(consumed))
      if (produced === null) return 'broken'
      if (!take(produced)) return 'stopped'
      consumed = bytes.length - (this.#state[1] ?? 0)
      if (produced === OUTPUT_BYTES) continue
      return consumed < bytes.length ? 'broken' : 'done'
    }
  }

  /** Whether the stream stands between two blocks, as it must after a message. */
  isBetweenBlocks(): boolean {
    return this.#write(PROBE) === 0 && this.#state[1] === 0
  }

  /** Forgets all that came. */
  reset(): void {
    this.#handle.reset()
  }

  /** Bytes that stand in `scratchOut` now, or null. */
  #write(input: Uint8Array): number | null {
    this.#handle.writeSync(constants.Z_SYNC_FLUSH, input, 0, input.length, scratchOut, 0, OUTPUT_BYTES)
    return this.#hasFailed ? null : OUTPUT_BYTES - (this.#state[0] ?? OUTPUT_BYTES)
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
