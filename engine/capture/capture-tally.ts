import { z } from 'zod'
import type { Counters } from '#shared/model/connection.ts'
import type { FrameFacts, MessageFacts } from '#shared/model/frame.ts'
import { Tally } from '../connection/tally.ts'
import type { CaptureContent } from './capture-content.ts'
import { parsedBody, type SealedRows } from './sealed-rows.ts'
import { unreadable } from './unreadable.ts'

/** What a capture holds, counted. */
export interface CaptureTally {
  readonly counters: Counters
  /** Of the newest frame; null without any. */
  readonly lastFrameUs: number | null
}

/** Counts what is appended to a capture. */
export class CaptureCount {
  readonly #count = new Tally()
  #lastFrameUs: number | null = null

  get tally(): CaptureTally {
    return { counters: this.#count.counts, lastFrameUs: this.#lastFrameUs }
  }

  /** Received frames of a run, each a message. */
  addRun(frames: number, bytes: number, timeUs: number): void {
    this.#count.addRun(frames, bytes)
    this.#lastFrameUs = timeUs
  }

  addFrame(facts: FrameFacts, crossedBytes: number): void {
    this.#count.addFrame(facts, crossedBytes)
    this.#lastFrameUs = facts.timeUs
  }

  addMessage(facts: MessageFacts): void {
    this.#count.addMessage(facts)
  }
}

const count = z.int().nonnegative()

const schema: z.ZodType<CaptureTally> = z.object({
  counters: z.object({
    framesIn: count,
    framesOut: count,
    messagesIn: count,
    messagesOut: count,
    bytesIn: z.number().nonnegative(),
    bytesOut: z.number().nonnegative(),
    violations: count,
  }),
  lastFrameUs: z.number().nullable(),
})

/**
 * The tally that was written with the last batch. Null where there is none, or where it tells of more than was found: then the
 * capture is counted (`countedTally`).
 */
export function storedTally(rows: SealedRows, total: number): CaptureTally | null {
  const body = rows.read('tally', 1)
  if (body === null) return null
  const { success, data } = schema.safeParse(parsedBody(body))
  if (!success) throw unreadable('its tally is not of the form it should have')
  return data.counters.framesIn + data.counters.framesOut === total ? data : null
}

/** Reads every frame: for captures of old versions, and for those whose last bytes a power failure took. */
export function countedTally(content: CaptureContent): CaptureTally {
  const count = new CaptureCount()
  for (let seq = 0; seq < content.total; seq++) {
    const frame = content.frameAt(seq)
    count.addFrame(frame.facts, frame.storedLength)
    const message = content.messageEndingAt(frame)
    if (message !== null) count.addMessage(message.facts)
  }
  return count.tally
}
