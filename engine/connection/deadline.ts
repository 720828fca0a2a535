/** Answers true while the wait is not the other side's fault, and therefore goes on. */
export type Excuse = () => boolean

/** One waiting at a time: starting another ends the last. */
export class Deadline {
  #timer: NodeJS.Timeout | null = null

  /** Calls `onExpired` after `delayMs`, unless stopped before; while `excuse` answers true the wait begins anew. */
  start(delayMs: number, excuse: Excuse, onExpired: () => void): void {
    this.stop()
    this.#timer = setTimeout(() => {
      if (excuse()) this.start(delayMs, excuse, onExpired)
      else onExpired()
    }, delayMs)
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}
