import { AppError } from '#shared/errors.ts'
import type { FrameFacts, MessageFacts } from '#shared/model/frame.ts'
import type { CaptureContent, StoredFrame, StoredMessage } from './capture-content.ts'
import { messagePayload } from './payload.ts'

const MOST_FRAMES = 5_000

/** A frame of a slice; its bytes, and those of the message it ends, stand in the slice's `bytes`. */
export interface SlicedFrame {
  readonly facts: FrameFacts
  readonly wireStart: number
  /** Fewer than facts.wireLength if the frame is truncated. */
  readonly storedLength: number
  /** The message that this frame finishes. */
  readonly message: { readonly facts: MessageFacts; readonly dataStart: number } | null
}

/** Some frames in a row with all their bytes: what an export reads, in few questions. */
export interface CaptureSlice {
  readonly frames: readonly SlicedFrame[]
  readonly bytes: Uint8Array
}

export interface SliceLimits {
  readonly frames: number
  /** A frame that would go beyond it is left for the next slice; the first one is always there, whatever its size. */
  readonly bytes: number
}

/** Frames [first, …) as far as the limits allow and the capture goes. @throws AppError 'input.invalid', 'capture.unreadable' */
export function readSlice(content: CaptureContent, first: number, limits: SliceLimits): CaptureSlice {
  const isUsable = Number.isSafeInteger(first) && first >= 0 && limits.frames >= 1 && limits.frames <= MOST_FRAMES
  if (!isUsable) throw new AppError('input.invalid', `A slice has 1 to ${MOST_FRAMES} frames, from 0 or later.`)
  const frames: SlicedFrame[] = []
  const pieces: Uint8Array[] = []
  let bytes = 0
  const place = (piece: Uint8Array): number => {
    pieces.push(piece)
    bytes += piece.length
    return bytes - piece.length
  }
  for (let seq = first; seq < Math.min(first + limits.frames, content.total); seq++) {
    const frame = content.frameAt(seq)
    const ending = content.messageEndingAt(frame)
    if (frames.length > 0 && bytes + frame.storedLength + (ending?.facts.length ?? 0) > limits.bytes) break
    frames.push(slicedFrame(content, frame, ending, place))
  }
  return { frames, bytes: Buffer.concat(pieces) }
}

function slicedFrame(
  content: CaptureContent,
  frame: StoredFrame,
  ending: StoredMessage | null,
  place: (piece: Uint8Array) => number,
): SlicedFrame {
  const wireStart = place(content.segment.read(frame.offset, frame.storedLength))
  if (ending === null) return { facts: frame.facts, wireStart, storedLength: frame.storedLength, message: null }
  const dataStart = place(messagePayload(content, ending).read(0, ending.facts.length))
  return { facts: frame.facts, wireStart, storedLength: frame.storedLength, message: { facts: ending.facts, dataStart } }
}
