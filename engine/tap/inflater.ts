import { constants, type InflateRaw, inflateRawSync, type ZlibOptions } from 'node:zlib'
import type { ViolationId } from '#shared/model/frame.ts'
import { InflateStream, TAIL } from './inflate-stream.ts'
import { InflateWindow } from './inflate-window.ts'

/** permessage-deflate as agreed on for the sender of one direction. */
export interface DeflateParameters {
  /** 8 to 15; the sender's window has 2^windowBits bytes. */
  readonly windowBits: number
  readonly noContextTakeover: boolean
}

/**
 * How often one message may end its DEFLATE stream with BFINAL and begin again. Each one costs about 10 µs, and the shortest
 * has 2 bytes: without a limit one message of 100 MiB would hold everything up for ten minutes.
 */
const MAX_STREAMS = 1024

/** What may come of one stream before it is measured first: a bomb must not fill memory up to the limit of a message. */
const MEASURED_BYTES = 16 * 1024 * 1024

interface Inflated {
  readonly bytes: Uint8Array
  /** Input bytes up to the end of a block with BFINAL, or all of them. */
  readonly consumedBytes: number
}

/**
 * Inflates the messages of one direction, in order, on the spot.
 *
 * Sound messages go through one stream that lives as long as the direction. What this one will not do (a message that is
 * broken, too large, ends its stream or breaks off inside a block) is done again alone, in streams of its own: the window
 * that a sender with context takeover refers back into is kept here too, and handed to these as a dictionary.
 * There is nothing to close: zlib's memory goes with the objects.
 * As lenient as browsers and `ws` where a message breaks off inside a block: what came before the break is the message.
 *
 * @see RFC 7692 section 7.2.2
 */
export class Inflater {
  readonly #parameters: DeflateParameters
  readonly #maxBytes: number
  readonly #window: InflateWindow
  /** What a sender refers back to is not known any more. */
  #isLost = false
  /** Null once it was of no use; undefined before the first message. */
  #stream: InflateStream | null | undefined
  /** Of the next message, inflated before it was asked for. */
  #answer: Uint8Array | ViolationId | null = null

  constructor(parameters: DeflateParameters, maxBytes: number) {
    this.#parameters = parameters
    this.#maxBytes = maxBytes
    this.#window = new InflateWindow(2 ** parameters.windowBits)
  }

  /**
   * @param payload the joined payload of one message, as it crossed
   * @returns the message, in memory of its own; or the rule it breaks. With context takeover no later message can be inflated then
   */
  inflate(payload: Uint8Array): Uint8Array | ViolationId {
    if (this.#isLost) return 'not-inflatable'
    const inflated = this.#answer ?? this.#inflateOn(payload) ?? this.#inflateAlone(payload)
    this.#answer = null
    if (typeof inflated === 'string') {
      if (this.#parameters.noContextTakeover) this.#window.clear()
      else this.#isLost = true
    }
    return typeof inflated === 'string' ? inflated : InflateStream.own(inflated)
  }

  /**
   * As `inflate`, for a message that is looked at and let go.
   *
   * @returns a view of memory that the next call writes to; null if `inflate` has to be asked, as for everything that breaks a rule
   */
  inflateShared(payload: Uint8Array): Uint8Array | null {
    if (this.#isLost) return null
    const inflated = this.#answer ?? this.#inflateOn(payload)
    this.#answer = typeof inflated === 'string' ? inflated : null
    return typeof inflated === 'string' ? null : inflated
  }

  /** What `inflateShared` answered is asked for again. */
  putBack(inflated: Uint8Array): void {
    this.#answer = InflateStream.own(inflated)
  }

  /** Null if it must be done alone. */
  #inflateOn(payload: Uint8Array): Uint8Array | ViolationId | null {
    if (this.#stream === undefined) this.#stream = InflateStream.open(this.#parameters.windowBits)
    const stream = this.#stream
    if (stream === null) return null
    const { noContextTakeover } = this.#parameters
    const bytes = stream.inflate(payload, this.#maxBytes, !noContextTakeover)
    if (bytes === 'too-large') {
      this.#stream = null
      return 'inflated-too-large'
    }
    // From here on every message is done alone: a new stream would not know the window.
    if (bytes === null) this.#stream = null
    else if (noContextTakeover) stream.reset()
    else this.#window.append(bytes)
    return bytes
  }

  #inflateAlone(payload: Uint8Array): Uint8Array | ViolationId {
    const input = withTail(payload)
    const parts: Uint8Array[] = []
    let outputBytes = 0
    let offset = 0
    while (offset < payload.length || offset === 0) {
      if (parts.length === MAX_STREAMS) return 'not-inflatable'
      const part = this.#inflateStream(input.subarray(offset), this.#maxBytes - outputBytes)
      if (typeof part === 'string') return part
      parts.push(part.bytes)
      outputBytes += part.bytes.length
      if (outputBytes > this.#maxBytes) return 'inflated-too-large'
      offset += part.consumedBytes
      // A block that closes the stream has to end within the payload, not somewhere in the tail that we added.
      if (offset > payload.length && offset < input.length) return 'not-inflatable'
      // Also after BFINAL: the window belongs to the direction, not to a stream.
      this.#window.append(part.bytes)
    }
    if (this.#parameters.noContextTakeover) this.#window.clear()
    return join(parts, outputBytes)
  }

  /** Whether no more than so many bytes come out, looked at without keeping them; true where that cannot be told. */
  #fits(input: Uint8Array, maxBytes: number): boolean {
    const stream = InflateStream.open(this.#parameters.windowBits, this.#window.bytes)
    return stream === null || stream.fits([input], maxBytes)
  }

  #inflateStream(input: Uint8Array, maxBytes: number): Inflated | ViolationId {
    const inflated = this.#inflateUpTo(input, Math.min(maxBytes, MEASURED_BYTES))
    if (inflated !== 'inflated-too-large' || maxBytes <= MEASURED_BYTES) return inflated
    return this.#fits(input, maxBytes) ? this.#inflateUpTo(input, maxBytes) : inflated
  }

  #inflateUpTo(input: Uint8Array, maxBytes: number): Inflated | ViolationId {
    const dictionary = this.#window.bytes
    const options: ZlibOptions = {
      windowBits: this.#parameters.windowBits,
      finishFlush: constants.Z_SYNC_FLUSH,
      // zlib takes no zero; a byte too many is noticed by the caller.
      maxOutputLength: Math.max(maxBytes, 1),
      info: true,
      ...(dictionary.length > 0 && { dictionary }),
    }
    try {
      // With `info` the answer is this pair, which the types do not know.
      const { buffer, engine } = inflateRawSync(input, options) as unknown as { buffer: Uint8Array; engine: InflateRaw }
      return { bytes: buffer, consumedBytes: engine.bytesWritten }
    } catch (error) {
      const violation = violationOf(error)
      if (violation === null) throw error
      return violation
    }
  }
}

/** Null for what is not the payload's fault, such as a lack of memory. */
function violationOf(error: unknown): ViolationId | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'inflated-too-large'
  return code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR' || code === 'Z_NEED_DICT' ? 'not-inflatable' : null
}

function withTail(payload: Uint8Array): Uint8Array {
  const input = new Uint8Array(payload.length + TAIL.length)
  input.set(payload)
  input.set(TAIL, payload.length)
  return input
}

/** Always a copy: zlib's short answers are views of a pool, which one long-lived message would keep alive. */
function join(parts: readonly Uint8Array[], totalBytes: number): Uint8Array {
  const joined = Buffer.allocUnsafeSlow(totalBytes)
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}
