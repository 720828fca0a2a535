import type { CapturedEvent, CaptureReader } from '#engine/capture/capture.ts'
import type { CaptureSlice } from '#engine/capture/capture-slice.ts'
import type { CapturedFrame, CapturedMessage } from '#engine/tap/captured.ts'
import type { FrameSet } from './frame-set.ts'

/** What a capture holds, one thing after the other, as every export takes it. */
export type CapturedItem = EventItem | FrameItem

export interface EventItem {
  readonly kind: 'event'
  readonly event: CapturedEvent
}

export interface FrameItem {
  readonly kind: 'frame'
  readonly frame: CapturedFrame
  /** The message that this frame finishes. */
  readonly message: CapturedMessage | null
}

export type ItemBatches = AsyncIterable<readonly CapturedItem[]>

/** What is in memory at once: this, or the largest message. */
const BATCH_LIMITS = { frames: 1_000, bytes: 1024 * 1024 } as const

export interface ReadOptions {
  /** Null for all. Events are always told: frames without their handshake say little. */
  readonly frames: FrameSet | null
  /** Told after each batch, with frames looked at. */
  readonly onProgress?: (framesDone: number) => void
}

/**
 * Reads a capture from its beginning: the handshakes, then frames and other events in the order they happened.
 *
 * @throws AppError 'capture.unreadable'
 */
export async function* readItems(
  reader: CaptureReader,
  events: readonly CapturedEvent[],
  { frames, onProgress }: ReadOptions,
): AsyncGenerator<readonly CapturedItem[]> {
  const total = await reader.total()
  let told = 0
  const eventsBefore = (timeUs: number): CapturedItem[] => {
    const items: CapturedItem[] = []
    for (let event = events[told]; event && isBefore(event, timeUs); event = events[++told]) items.push({ kind: 'event', event })
    return items
  }
  for (let seq = frames ? frames.next(0, total) : 0; seq < total; ) {
    const count = frames ? frames.runLength(seq, BATCH_LIMITS.frames) : BATCH_LIMITS.frames
    const slice = await reader.slice(seq, { ...BATCH_LIMITS, frames: count })
    if (slice.frames.length === 0) break
    yield frameItems(slice).flatMap((item) => [...eventsBefore(item.frame.facts.timeUs), item])
    seq += slice.frames.length
    onProgress?.(seq)
    if (frames) seq = frames.next(seq, total)
  }
  yield eventsBefore(Number.POSITIVE_INFINITY)
}

/** A failure that a frame caused comes behind it; the handshake before all frames, whatever the times say. */
const isBefore = (event: CapturedEvent, timeUs: number): boolean => event.type === 'handshake' || event.timeUs < timeUs

function frameItems({ frames, bytes }: CaptureSlice): FrameItem[] {
  return frames.map(({ facts, wireStart, storedLength, message }) => ({
    kind: 'frame',
    frame: { facts, wire: bytes.subarray(wireStart, wireStart + storedLength) },
    message: message && { facts: message.facts, data: bytes.subarray(message.dataStart, message.dataStart + message.facts.length) },
  }))
}
