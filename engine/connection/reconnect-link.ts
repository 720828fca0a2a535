import { type Failure, failureOf } from '#shared/errors.ts'
import type { Reconnect } from '#shared/model/connection.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import type { ReconnectPolicy } from '#shared/model/spec.ts'
import type { UnaskedEnd } from './reconnect.ts'
import { Reconnecting } from './reconnecting.ts'

/** The connection that one follows, and which attempt in a row it is. */
export interface Follows {
  readonly previous: ConnectionId
  readonly attempt: number
}

export interface ReconnectLinkOptions {
  readonly policy: ReconnectPolicy
  /** Null for a connection that a person opened. */
  readonly follows: Follows | null
  /** Opens the connection that follows. Throws AppError where it cannot be tried. */
  readonly onDue: (attempt: number) => ConnectionId
  readonly onChanged: () => void
}

/** What links a connection to the one before it and the one after it. */
export class ReconnectLink {
  readonly #options: ReconnectLinkOptions
  /** Null where nothing ever follows, and nothing was followed. */
  readonly #reconnecting: Reconnecting | null
  #next: ConnectionId | null = null
  #problem: Failure | null = null

  constructor(options: ReconnectLinkOptions) {
    this.#options = options
    const { policy, follows } = options
    const isOff = policy.attempts === 0 && follows === null
    this.#reconnecting = isOff
      ? null
      : new Reconnecting({ policy, attempt: follows?.attempt ?? 0, onDue: (attempt) => this.#follow(attempt) })
  }

  get previous(): ConnectionId | null {
    return this.#options.follows?.previous ?? null
  }

  get summary(): Reconnect | null {
    if (this.#reconnecting === null) return null
    const { state, attempt, waitMs, nextAtUs } = this.#reconnecting.countdown
    return {
      state: this.#problem === null ? state : 'failed',
      previous: this.previous,
      next: this.#next,
      attempt,
      of: this.#options.policy.attempts,
      waitMs,
      nextAtUs,
      problem: this.#problem,
    }
  }

  /** A person wants the end: nothing follows. */
  endAsked(): void {
    this.#reconnecting?.endAsked()
    this.#options.onChanged()
  }

  ended(end: UnaskedEnd): void {
    this.#reconnecting?.ended(end)
  }

  now(): void {
    this.#reconnecting?.now()
  }

  cancel(): void {
    this.#reconnecting?.cancel()
    this.#options.onChanged()
  }

  #follow(attempt: number): void {
    try {
      this.#next = this.#options.onDue(attempt)
    } catch (error) {
      this.#problem = failureOf(error)
    }
    this.#options.onChanged()
  }
}
