import type { FrameFacts, MessageFacts } from '#shared/model/frame.ts'

/** A frame with its bytes. The arrays are the receiver's to keep; nobody writes to them afterwards. */
export interface CapturedFrame {
  readonly facts: FrameFacts
  /** Header and payload as they crossed (payload still masked if the frame is); shorter than `facts.wireLength` if truncated. */
  readonly wire: Uint8Array
}

export interface CapturedMessage {
  readonly facts: MessageFacts
  /** Joined, unmasked, inflated. */
  readonly data: Uint8Array
}
