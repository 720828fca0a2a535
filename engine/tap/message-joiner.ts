import { isUtf8 } from 'node:buffer'
import { type Direction, type MessageKind, OPCODE, type ViolationId } from '#shared/model/frame.ts'
import type { CapturedMessage } from './captured.ts'
import type { FrameHeader } from './frame-header.ts'
import type { Inflater } from './inflater.ts'
import { PendingBytes } from './pending-bytes.ts'
import { Utf8Check } from './utf8.ts'

const RSV1 = 4

/** Where and when a data frame stood. */
export interface FramePlace {
  readonly seq: number
  readonly timeUs: number
  readonly wireLength: number
}

interface OpenMessage {
  readonly number: number
  readonly kind: MessageKind
  readonly isCompressed: boolean
  readonly firstSeq: number
  /** Its text was found to be no UTF-8; said once. */
  isBrokenText: boolean
  /** A part of it will not be read: it is followed, and never told. */
  isAbandoned: boolean
  /** Of a message that is not whole after its first frame. */
  parts: { readonly payload: PendingBytes; readonly utf8: Utf8Check } | null
  frames: number
  wireLength: number
  /** Payload bytes so far, as on the wire. */
  joinedBytes: number
}

export interface MessageJoinerOptions {
  readonly direction: Direction
  /** Null where permessage-deflate was not negotiated. */
  readonly inflater: Inflater | null
  readonly nextMessage: () => number
  /** A text that is no UTF-8 is told all the same. */
  readonly tolerant: boolean
}

/**
 * Follows the messages of one direction: `enter` every data frame, then `add` its payload while nothing was violated, then `leave` it.
 * Frames that break rules enter too, so that every data frame knows its message.
 *
 * @see RFC 6455 section 5.4
 */
export class MessageJoiner {
  readonly #options: MessageJoinerOptions
  #open: OpenMessage | null = null
  #violation: ViolationId | null = null

  constructor(options: MessageJoinerOptions) {
    this.#options = options
  }

  get isOpen(): boolean {
    return this.#open !== null
  }

  /** Payload bytes of the open message, as on the wire. */
  get joinedBytes(): number {
    return this.#open?.joinedBytes ?? 0
  }

  /** Frames of the open message. */
  get fragments(): number {
    return this.#open?.frames ?? 0
  }

  /** The rule that the content added last breaks. */
  get violation(): ViolationId | null {
    return this.#violation
  }

  /**
   * Begins a message, also one that interrupts another, or continues it.
   *
   * @returns the frame's message number; null for a continuation of nothing
   */
  enter(header: FrameHeader, place: FramePlace): number | null {
    if (header.opcode !== OPCODE.continuation) this.#open = this.#begin(header, place)
    const message = this.#open
    if (message === null) return null
    message.frames += 1
    message.wireLength += place.wireLength
    message.joinedBytes += header.payloadBytes
    return message.number
  }

  /**
   * Takes the payload of the frame that entered. What its content breaks stands in `violation` then.
   *
   * @param payload unmasked; kept until the message is whole
   * @returns the message if this frame finishes it; null to go on, or where there is none to tell
   */
  add(header: FrameHeader, payload: Uint8Array, place: FramePlace): CapturedMessage | null {
    this.#violation = null
    const message = this.#open
    if (message === null || message.isAbandoned) return null
    if (!header.fin || message.parts) {
      message.parts ??= { payload: new PendingBytes(), utf8: new Utf8Check() }
      message.parts.payload.push(payload)
      // Compressed text cannot be validated before it is whole; the rest fails on the frame that makes it certain.
      const isChecked = message.kind === 'text' && !message.isCompressed && !message.isBrokenText
      if (isChecked && !message.parts.utf8.push(payload)) this.#breakText(message)
      if (!header.fin || (this.#violation && !this.#options.tolerant)) return null
    }
    const data = this.#inflated(message, message.parts ? message.parts.payload.take() : payload)
    if (typeof data === 'string') {
      this.#violation = data
      return null
    }
    if (message.kind === 'text' && !message.isBrokenText && !isText(message, data)) {
      this.#breakText(message)
      if (!this.#options.tolerant) return null
    }
    return { facts: this.#factsOf(message, data.length, place), data }
  }

  /** A last frame leaves no message open. */
  leave(header: FrameHeader): void {
    if (header.fin) this.#open = null
  }

  /** Lets go of what was gathered of the open message, which will not be told. */
  forget(): void {
    if (this.#open === null) return
    this.#open.parts = null
    this.#open.isAbandoned = true
  }

  #breakText(message: OpenMessage): void {
    message.isBrokenText = true
    this.#violation = 'not-utf8'
  }

  #begin(header: FrameHeader, place: FramePlace): OpenMessage {
    return {
      number: this.#options.nextMessage(),
      kind: header.opcode === OPCODE.text ? 'text' : 'binary',
      isCompressed: (header.rsv & RSV1) !== 0 && this.#options.inflater !== null,
      firstSeq: place.seq,
      isBrokenText: false,
      isAbandoned: false,
      parts: null,
      frames: 0,
      wireLength: 0,
      joinedBytes: 0,
    }
  }

  #inflated(message: OpenMessage, payload: Uint8Array): Uint8Array | ViolationId {
    return message.isCompressed && this.#options.inflater ? this.#options.inflater.inflate(payload) : payload
  }

  #factsOf(message: OpenMessage, length: number, last: FramePlace): CapturedMessage['facts'] {
    return {
      message: message.number,
      timeUs: last.timeUs,
      direction: this.#options.direction,
      kind: message.kind,
      length,
      wireLength: message.wireLength,
      frames: message.frames,
      compressed: message.isCompressed,
      firstSeq: message.firstSeq,
      lastSeq: last.seq,
    }
  }
}

/** Fragments of uncompressed text were validated as they came; only their last character may still be cut. */
function isText(message: OpenMessage, data: Uint8Array): boolean {
  return message.parts && !message.isCompressed ? message.parts.utf8.isWhole : isUtf8(data)
}
