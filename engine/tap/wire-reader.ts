import type { Direction, ViolationId } from '#shared/model/frame.ts'
import type { CapturedFrame, CapturedMessage } from './captured.ts'

/** Numbers frames and messages of one connection; shared by its two directions. */
export interface Numbering {
  readonly nextSeq: () => number
  readonly nextMessage: () => number
}

export interface WireReaderOptions {
  readonly direction: Direction
  /** permessage-deflate as negotiated for the sender of this direction, or null. */
  readonly deflate: { readonly windowBits: number; readonly noContextTakeover: boolean } | null
  readonly maxMessageBytes: number
  readonly numbering: Numbering
  /** Microseconds since the Unix epoch. */
  readonly now: () => number
}

export interface WireReaderListener {
  /** Every frame, when its last byte was read. */
  readonly onFrame: (frame: CapturedFrame) => void
  /** Every finished message, after its last frame. */
  readonly onMessage: (message: CapturedMessage) => void
  /** Every valid control frame, after onFrame; the payload is unmasked. */
  readonly onControl: (opcode: number, payload: Uint8Array) => void
  /** The first violation only, after the onFrame of the frame that commits it. From then on frames are still told, messages and controls no more. */
  readonly onViolation: (id: ViolationId) => void
}
