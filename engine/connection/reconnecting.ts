import type { ReconnectState } from '#shared/model/connection.ts'
import type { ReconnectPolicy } from '#shared/model/spec.ts'
import { nowUs } from '../clock.ts'
import { type AfterEnd, afterEnd, type UnaskedEnd, waitBeforeMs } from './reconnect.ts'

export interface ReconnectingOptions {
  readonly policy: ReconnectPolicy
  /** Which attempt in a row this connection is; 0 for one that a person opened. */
  readonly attempt: number
  /** The wait is over, or was cut short: now is the time. Not called after `cancel`. */
  readonly onDue: (attempt: number) => void
}

/** What a countdown knows of itself. */
export interface Countdown {
  readonly state: ReconnectState
  readonly attempt: number
  readonly waitMs: number | null
  readonly nextAtUs: number | null
}

/** What follows one connection: watches for its end, counts down, and says when another is to be opened. */
export class Reconnecting {
  readonly #options: ReconnectingOptions
  #countdown: Countdown
  #isEndAsked = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: ReconnectingOptions) {
    this.#options = options
    this.#countdown = { state: 'watching', attempt: options.attempt, waitMs: null, nextAtUs: null }
  }

  /** Of the attempt that ended, or that is waited for. */
  get countdown(): Countdown {
    return this.#countdown
  }

  /** A person wants the end: none follows it, and one that is waited for is not made. */
  endAsked(): void {
    this.#isEndAsked = true
    this.cancel()
  }

  /** Call once, when the connection has ended. */
  ended(end: UnaskedEnd): void {
    const { policy, attempt } = this.#options
    if (this.#isEndAsked) this.#rest('asked')
    else this.#decide(afterEnd(end, policy, attempt), policy)
  }

  #decide(then: AfterEnd, policy: ReconnectPolicy): void {
    if (then.kind === 'stop') {
      this.#rest(then.why)
      return
    }
    const waitMs = waitBeforeMs(then.attempt, policy, Math.random())
    this.#countdown = { state: 'waiting', attempt: then.attempt, waitMs, nextAtUs: nowUs() + waitMs * 1000 }
    this.#timer = setTimeout(() => this.now(), waitMs)
  }

  /** Cuts the wait short; does nothing where none is. */
  now(): void {
    if (this.#countdown.state !== 'waiting') return
    this.#rest('followed')
    this.#options.onDue(this.#countdown.attempt)
  }

  /** Gives the wait up; does nothing where none is. */
  cancel(): void {
    if (this.#countdown.state === 'waiting') this.#rest('cancelled')
  }

  #rest(state: ReconnectState): void {
    clearTimeout(this.#timer)
    this.#countdown = { ...this.#countdown, state, nextAtUs: null }
  }
}
