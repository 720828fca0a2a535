import { type Counters, NO_COUNTS } from '#shared/model/connection.ts'
import type { FrameFacts, MessageFacts } from '#shared/model/frame.ts'

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** Counts what crossed. Written to for every frame, so it changes in place; whoever shows it takes a copy. */
export class Tally {
  readonly #counts: Writable<Counters> = { ...NO_COUNTS }

  get counts(): Counters {
    return { ...this.#counts }
  }

  /** Frames of a run: received, each a whole message, without a fault. */
  addRun(frames: number, bytes: number): void {
    this.#counts.framesIn += frames
    this.#counts.messagesIn += frames
    this.#counts.bytesIn += bytes
  }

  /** @param crossedBytes fewer than the frame announces, where it was cut off or refused by its header */
  addFrame({ direction, violation }: FrameFacts, crossedBytes: number): void {
    const counts = this.#counts
    if (direction === 'in') {
      counts.framesIn++
      counts.bytesIn += crossedBytes
    } else {
      counts.framesOut++
      counts.bytesOut += crossedBytes
    }
    if (violation !== null && violation !== 'unframed') counts.violations++
  }

  addMessage({ direction }: MessageFacts): void {
    if (direction === 'in') this.#counts.messagesIn++
    else this.#counts.messagesOut++
  }
}
