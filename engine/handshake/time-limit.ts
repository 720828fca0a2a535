import { AppError } from '#shared/errors.ts'
import { type Stage, timeoutFailure } from './failures.ts'
import type { Place } from './target.ts'

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** One time limit for all hops of a handshake; says what was being waited for when it passed. */
export interface TimeLimit {
  /** Aborted with an AppError: the limit passed, or the person cancelled. */
  readonly signal: AbortSignal
  readonly enter: (stage: Stage, place: Place) => void
  readonly remainingMs: () => number
  /** Throws the time-out if the limit passed while a body was read, which has a limit of its own. */
  readonly requireTime: () => void
  /** Ends the timer and lets go of the person's signal. */
  readonly end: () => void
}

export function startTimeLimit(limitMs: number, place: Place, cancelled: AbortSignal): TimeLimit {
  const stop = new AbortController()
  const startedMs = performance.now()
  let waiting: { stage: Stage; place: Place } = { stage: 'tcp', place }
  const remainingMs = (): number => limitMs - (performance.now() - startedMs)
  const onLimit = (): void => {
    // A refusal is worth more than a time-out.
    if (waiting.stage !== 'body') stop.abort(timeoutFailure(waiting.stage, waiting.place, limitMs))
  }
  const cancel = (): void => stop.abort(new AppError('handshake.cancelled', 'The connection attempt was cancelled.'))
  const timer = setTimeout(onLimit, Math.min(limitMs, LONGEST_TIMER_MS))
  cancelled.addEventListener('abort', cancel)
  if (cancelled.aborted) cancel()
  return {
    signal: stop.signal,
    remainingMs,
    enter(stage, at) {
      waiting = { stage, place: at }
    },
    requireTime() {
      if (remainingMs() <= 0) throw timeoutFailure('answer', waiting.place, limitMs)
    },
    end() {
      clearTimeout(timer)
      cancelled.removeEventListener('abort', cancel)
    },
  }
}
