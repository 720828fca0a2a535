import type { NetConnectOpts } from 'node:net'
import type { ConnectAttempt } from '#shared/model/handshake.ts'

/** Keeps what became of each try to connect, and tells all of them whenever one began or ended. */
export class AttemptLog {
  readonly #tell: (attempts: readonly ConnectAttempt[]) => void
  #attempts: readonly ConnectAttempt[] = []
  #startedMs = 0

  constructor(tell: (attempts: readonly ConnectAttempt[]) => void) {
    this.#tell = tell
  }

  /** Answers with its number, from 0. */
  begin(options: NetConnectOpts): number {
    if (this.#attempts.length === 0) this.#startedMs = performance.now()
    const where = 'path' in options ? { address: options.path, port: null } : { address: options.host ?? '', port: options.port }
    const attempt = { ...where, startMs: this.#elapsedMs(), durationMs: null, outcome: 'trying', error: null } as const
    this.#become([...this.#attempts, attempt])
    return this.#attempts.length - 1
  }

  fail(number: number, error: string): void {
    this.#become(this.#attempts.map((attempt, index) => (index === number ? this.#ended(attempt, 'failed', error) : attempt)))
  }

  /** The winner is connected, or there is none; what still ran is abandoned. */
  end(winner: number | null): void {
    this.#become(
      this.#attempts.map((attempt, index) =>
        attempt.outcome === 'trying' ? this.#ended(attempt, index === winner ? 'connected' : 'abandoned', null) : attempt,
      ),
    )
  }

  #ended(attempt: ConnectAttempt, outcome: ConnectAttempt['outcome'], error: string | null): ConnectAttempt {
    return { ...attempt, durationMs: this.#elapsedMs() - attempt.startMs, outcome, error }
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedMs
  }

  #become(attempts: readonly ConnectAttempt[]): void {
    this.#attempts = attempts
    this.#tell(attempts)
  }
}
