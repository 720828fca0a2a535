import { type Direction, isControl, OPCODE, type ViolationId } from '#shared/model/frame.ts'
import type { CapturedFrame, CapturedMessage } from './captured.ts'
import { judgeClosePayload } from './close-payload.ts'
import { factsOf, headerOfRaw, payloadOf, readCutHeader, restOf } from './frame-facts.ts'
import { type FrameHeader, MAX_HEADER_BYTES, readFrameHeader } from './frame-header.ts'
import type { FrameRun } from './frame-run.ts'
import { type HeaderContext, isSenseless, isTolerable, isUnreadable, judgeHeader } from './header-judge.ts'
import { type DeflateParameters, Inflater } from './inflater.ts'
import { type FramePlace, MessageJoiner } from './message-joiner.ts'
import { PendingBytes } from './pending-bytes.ts'
import { RunReader } from './run-reader.ts'

/** Numbers frames and messages of one connection; shared by its two directions. */
export interface Numbering {
  /** Takes the next number, or the first of the next `count` numbers. */
  readonly nextSeq: (count?: number) => number
  readonly nextMessage: (count?: number) => number
}

export interface WireReaderOptions {
  readonly direction: Direction
  /** permessage-deflate as negotiated for the sender of this direction, or null. */
  readonly deflate: DeflateParameters | null
  /** Largest message, joined, as it crossed, in bytes; also the most that is buffered of one frame. */
  readonly maxMessageBytes: number
  /** Largest message after inflating, in bytes. */
  readonly maxInflatedBytes: number
  /** Most frames of one message. */
  readonly maxFragments: number
  /** Rules that are broken are named, and what a frame says is told all the same where that can be known. */
  readonly tolerant: boolean
  readonly numbering: Numbering
  /** Microseconds since the Unix epoch. */
  readonly now: () => number
}

export interface WireReaderListener {
  /** If given, takes what is a run of frames from a server (frame-run.ts), instead of an onFrame and onMessage for each. */
  readonly onRun?: ((run: FrameRun) => void) | undefined
  /** Every frame, when its last byte was read. */
  readonly onFrame: (frame: CapturedFrame) => void
  /** Every finished message, after its last frame. */
  readonly onMessage: (message: CapturedMessage) => void
  /** Every valid control frame, after onFrame; the payload is unmasked. */
  readonly onControl: (opcode: number, payload: Uint8Array) => void
  /**
   * The first violation only, after the onFrame of the frame that commits it. From then on frames are still told, messages and
   * controls no more. Not called by a tolerant reader.
   */
  readonly onViolation: (id: ViolationId) => void
}

const NOTHING: Uint8Array = new Uint8Array(0)
/** A longer frame whose header breaks a rule is not waited for: what is there is told at once, and its rest is raw. */
const BROKEN_FRAME_BYTES = 1024 * 1024

/**
 * Reads the frames of one direction of a connection, from the first byte after the handshake's head.
 *
 * A frame is buffered until it is whole, but never beyond `maxMessageBytes`: one that announces more is told at once with the bytes
 * that are there, and its rest is told raw, as it comes. After a violation frames are read on as long as their headers make
 * sense; from the first one that does not everything is raw (isRaw in frame.ts), since it stands where no frame begins. A tolerant
 * reader takes the headers as they are.
 * `read` and `end` must not be called from within a listener.
 *
 * @see RFC 6455 sections 5 and 8.1, RFC 7692 section 7.2
 */
export class WireReader {
  readonly #options: WireReaderOptions
  readonly #listener: WireReaderListener
  readonly #joiner: MessageJoiner
  /** The beginning of a frame that is not whole. */
  readonly #pending = new PendingBytes()
  /** Of the frame that is not whole, once it is known. */
  #header: FrameHeader | null = null
  #headerViolation: ViolationId | null = null
  readonly #runs: RunReader | null
  /** Something holds views of the chunk that is read. */
  #isChunkKept = false
  #timeUs = 0
  #isAfterClose = false
  #hasFailed = false
  /** So many bytes to come belong to no frame that is told whole; Infinity where the next frame's beginning is not known. */
  #rawBytes = 0
  /** The frame that is read ends before its payload does. */
  #isCut = false

  constructor(options: WireReaderOptions, listener: WireReaderListener) {
    this.#options = options
    this.#listener = listener
    const { direction, tolerant, numbering } = options
    const { onRun } = listener
    const inflater = options.deflate && new Inflater(options.deflate, options.maxInflatedBytes)
    this.#runs = onRun && direction === 'in' ? new RunReader({ ...options, inflater, onRun }) : null
    this.#joiner = new MessageJoiner({ direction, tolerant, inflater, nextMessage: numbering.nextMessage })
  }

  /** A frame has begun and is not whole. */
  get isInsideFrame(): boolean {
    return this.#pending.length > 0 || this.#runs?.isInsideFrame === true
  }

  /** The header of a frame that is not whole breaks a rule. */
  get isBreaking(): boolean {
    return this.#header !== null && this.#headerViolation !== null
  }

  /**
   * Reads the next bytes, in pieces of any length.
   *
   * @param chunk must not be written to meanwhile nor afterwards: what is told holds views of it. A frame that lies within one chunk is not
   *   copied, because a socket's chunk is only as long as what was read at once, its frames are shared out together and, with a
   *   capture behind, let go together. Who keeps single small frames for long should copy them.
   * @returns whether anything does hold views of it; with `onRun` and nothing but runs in it, none
   */
  read(chunk: Uint8Array): boolean {
    this.#timeUs = this.#options.now()
    this.#isChunkKept = false
    let offset = 0
    while (offset < chunk.length) {
      if (this.#rawBytes > 0) offset += this.#takeRaw(chunk, offset)
      else offset += this.#takeRun(chunk, offset) || this.#take(chunk, offset)
    }
    return this.#isChunkKept
  }

  /** Waits no longer for the rest of the frame whose header breaks a rule: tells what there is of it. */
  giveUpFrame(): void {
    const header = this.#header
    if (header === null) return
    this.#timeUs = this.#options.now()
    this.#rawBytes = restOf(header, this.#pending.length)
    this.#header = null
    this.#readFrame(header, this.#pending.take())
  }

  /**
   * No more bytes will come. Tells a frame that was begun: with the rule its header breaks, or else as 'truncated'.
   * If not even its header was whole, its lengths are those of the bytes that came.
   */
  end(): void {
    if (this.#runs) this.#takeBegun(this.#runs)
    if (this.#pending.length === 0) return
    this.#timeUs = this.#options.now()
    const wire = this.#pending.take()
    const violation = (this.#header && this.#headerViolation) ?? 'truncated'
    this.#tell(this.#header ?? readCutHeader(wire), wire, violation, this.#header !== null)
    this.#header = null
  }

  /** Takes what is a run; answers how many bytes that was: 0 if there is none at this place, or nobody asks for runs. */
  #takeRun(chunk: Uint8Array, offset: number): number {
    const runs = this.#runs
    if (runs === null || this.#header !== null || this.#pending.length > 0) return 0
    if (this.#hasFailed || this.#isAfterClose || this.#joiner.isOpen) return 0
    const takenBytes = runs.read(chunk, offset, this.#timeUs)
    if (runs.isRefused) this.#takeBegun(runs)
    return takenBytes
  }

  /** Takes the frame that was begun as a run, but is none. */
  #takeBegun(runs: RunReader): void {
    const begun = runs.letGo()
    if (begun !== null) this.#take(begun, 0)
  }

  /** Takes at most one frame from `chunk` at `offset`; answers how many bytes it took. */
  #take(chunk: Uint8Array, offset: number): number {
    // A frame begun as a run may have turned out to be too long to be read.
    if (this.#rawBytes > 0) return 0
    const availableBytes = chunk.length - offset
    const header = this.#header ?? this.#readHeader(chunk, offset)
    if (header === null) {
      if (this.#rawBytes > 0) return 0
      this.#keep(chunk, offset, chunk.length)
      return availableBytes
    }
    const missingBytes = restOf(header, this.#pending.length)
    const takenBytes = Math.min(missingBytes, availableBytes)
    if (takenBytes < missingBytes && !this.#isCut) {
      this.#keep(chunk, offset, offset + takenBytes)
      return takenBytes
    }
    const wire = this.#wireWith(chunk.subarray(offset, offset + takenBytes))
    this.#header = null
    this.#rawBytes = missingBytes - takenBytes
    this.#readFrame(header, wire)
    return takenBytes
  }

  /** Keeps the bytes of a frame that is not whole. A part of a chunk of runs is copied, so that the chunk can be given back. */
  #keep(chunk: Uint8Array, start: number, end: number): void {
    const piece = chunk.subarray(start, end)
    const isCopied = this.#runs !== null && !this.#isChunkKept && piece.length * 2 < chunk.length
    this.#pending.push(isCopied ? new Uint8Array(piece) : piece)
    if (!isCopied) this.#isChunkKept = true
  }

  /** Reads and judges the header of the next frame as soon as it is whole: nothing is buffered for a frame that is too large. */
  #readHeader(chunk: Uint8Array, offset: number): FrameHeader | null {
    const header = this.#pending.length === 0 ? readFrameHeader(chunk, offset) : this.#readSplitHeader(chunk, offset)
    if (header === null) return null
    const context: HeaderContext = {
      direction: this.#options.direction,
      hasDeflate: this.#options.deflate !== null,
      isAfterClose: this.#isAfterClose,
      isMessageOpen: this.#joiner.isOpen,
      joinedBytes: this.#joiner.joinedBytes,
      fragments: this.#joiner.fragments,
      maxMessageBytes: this.#options.maxMessageBytes,
      maxFragments: this.#options.maxFragments,
    }
    if (this.#hasFailed && isSenseless(header, context)) {
      this.#rawBytes = Number.POSITIVE_INFINITY
      return null
    }
    const violation = judgeHeader(header, context)
    this.#header = header
    this.#headerViolation = violation
    const isTooLongToWait = violation !== null && !this.#options.tolerant && header.payloadBytes > BROKEN_FRAME_BYTES
    this.#isCut = isTooLongToWait || isUnreadable(header, context)
    return header
  }

  /** Tells bytes that belong to no frame; answers how many. */
  #takeRaw(chunk: Uint8Array, offset: number): number {
    const begun = this.#pending.length > 0 ? this.#pending.take() : NOTHING
    const taken = chunk.subarray(offset, offset + this.#rawBytes)
    if (begun.length === 0) this.#isChunkKept = true
    this.#tellRaw(begun.length === 0 ? taken : Uint8Array.of(...begun, ...taken))
    this.#rawBytes -= taken.length
    return taken.length
  }

  /** The pending bytes are fewer than a header has, and go back to being pending. */
  #readSplitHeader(chunk: Uint8Array, offset: number): FrameHeader | null {
    const begun = this.#pending.take()
    this.#pending.push(begun)
    return readFrameHeader(Uint8Array.of(...begun, ...chunk.subarray(offset, offset + MAX_HEADER_BYTES)))
  }

  #wireWith(last: Uint8Array): Uint8Array {
    if (this.#pending.length === 0) {
      this.#isChunkKept = true
      return last
    }
    this.#pending.push(last)
    return this.#pending.take()
  }

  #readFrame(header: FrameHeader, wire: Uint8Array): void {
    const violation = this.#headerViolation
    // What is broken already is not read, unless that is tolerated; and after a violation only what needs no message is judged: close frames.
    const isUsable = violation === null || (this.#options.tolerant && this.#rawBytes === 0 && isTolerable(violation))
    const isRead = isUsable && (isControl(header.opcode) || !this.#hasFailed)
    const payload = isRead ? payloadOf(header, wire) : NOTHING
    const judged = violation === null && header.opcode === OPCODE.close ? judgeClosePayload(payload) : violation
    this.#tell(header, wire, judged, true, isRead ? payload : null)
  }

  /** Tells a frame and what comes of it: a message, a control frame, or the end of all messages. Its payload is null where nothing is to come of it. */
  #tell(
    header: FrameHeader,
    wire: Uint8Array,
    judged: ViolationId | null,
    isHeaderWhole: boolean,
    payload: Uint8Array | null = null,
  ): void {
    const wireLength = header.headerBytes + header.payloadBytes
    const place: FramePlace = { seq: this.#options.numbering.nextSeq(), timeUs: this.#timeUs, wireLength }
    const isData = isHeaderWhole && header.opcode <= OPCODE.binary
    const message = isData ? this.#joiner.enter(header, place) : null
    const added = isData && payload !== null && !this.#hasFailed ? this.#joiner.add(header, payload, place) : null
    const violation = judged ?? (isData && payload !== null ? this.#joiner.violation : null)
    if (isData && payload === null) this.#joiner.forget()
    if (isData) this.#joiner.leave(header)
    if (header.opcode === OPCODE.close) this.#isAfterClose = true
    this.#listener.onFrame({ facts: factsOf(header, { ...place, direction: this.#options.direction, message, violation }), wire })
    if (this.#hasFailed) return
    if (violation && !this.#options.tolerant) this.#fail(violation)
    else if (payload !== null && isControl(header.opcode)) this.#listener.onControl(header.opcode, payload)
    else if (added) this.#listener.onMessage(added)
  }

  #tellRaw(wire: Uint8Array): void {
    const { direction, numbering } = this.#options
    const finding = { seq: numbering.nextSeq(), timeUs: this.#timeUs, direction, message: null, violation: 'unframed' } as const
    this.#listener.onFrame({ facts: factsOf(headerOfRaw(wire), finding), wire })
  }

  #fail(violation: ViolationId): void {
    this.#hasFailed = true
    this.#joiner.forget()
    this.#listener.onViolation(violation)
  }
}
