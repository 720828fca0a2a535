import { AppError } from '#shared/errors.ts'
import type { FrameFacts, MessageFacts } from '#shared/model/frame.ts'
import { unmask } from '../tap/mask.ts'
import type { CaptureContent, StoredFrame, StoredMessage } from './capture-content.ts'
import { messagePayload } from './payload.ts'
import type { Segment } from './segment.ts'

const MOST_FRAMES = 5_000
const AHEAD_BYTES = 128 * 1024

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
  const ahead = readAhead(content.segment)
  for (let seq = first; seq < Math.min(first + limits.frames, content.total); seq++) {
    const frame = content.frameAt(seq)
    const ending = content.messageEndingAt(frame)
    if (frames.length > 0 && bytes + frame.storedLength + (ending?.facts.length ?? 0) > limits.bytes) break
    const wire = ahead(frame.offset, frame.storedLength)
    const wireStart = place(wire)
    const message = ending && { facts: ending.facts, dataStart: place(dataOf(content, frame, ending, wire)) }
    frames.push({ facts: frame.facts, wireStart, storedLength: frame.storedLength, message })
  }
  return { frames, bytes: Buffer.concat(pieces) }
}

/** Of a message that is one frame, the data is in the bytes that were read already. */
function dataOf(content: CaptureContent, { facts }: StoredFrame, ending: StoredMessage, wire: Uint8Array): Uint8Array {
  const isWhole = ending.dataOffset === null && ending.facts.frames === 1 && wire.length === facts.wireLength
  if (!isWhole) return messagePayload(content, ending).read(0, ending.facts.length)
  const payload = wire.subarray(facts.headerLength)
  return facts.maskKey === null ? payload : unmask(payload, Buffer.from(facts.maskKey, 'hex'))
}

/** Frames stand one behind the other: a read for each would cost more than its bytes. What is answered is a view. */
function readAhead(segment: Segment): (offset: number, length: number) => Uint8Array {
  let [start, held] = [0, new Uint8Array(0) as Uint8Array]
  return (offset, length) => {
    if (offset < start || offset + length > start + held.length) {
      start = offset
      held = segment.read(offset, Math.max(length, Math.min(AHEAD_BYTES, segment.sizeBytes - offset)))
    }
    return held.subarray(offset - start, offset - start + length)
  }
}
