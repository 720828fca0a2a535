/** 30 a second. */
const INTERVAL_MS = 34

/** Runs `tell` at most 30 times a second however often it is asked to, and always after the last asking. */
export class Throttle {
  readonly #tell: () => void
  #timer: NodeJS.Timeout | null = null
  #toldAtMs = Number.NEGATIVE_INFINITY
  #isEnded = false

  constructor(tell: () => void) {
    this.#tell = tell
  }

  /** Tells now or, if that would be too often, a little later. */
  ask(): void {
    if (this.#timer || this.#isEnded) return
    const waitMs = this.#toldAtMs + INTERVAL_MS - performance.now()
    if (waitMs <= 0) this.now()
    else this.#timer = setTimeout(() => this.now(), waitMs)
  }

  /** Tells at once, also for whatever was asked before. */
  now(): void {
    if (this.#isEnded) return
    this.#stopTimer()
    this.#toldAtMs = performance.now()
    this.#tell()
  }

  /** From here on nothing is told. */
  end(): void {
    this.#isEnded = true
    this.#stopTimer()
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}
