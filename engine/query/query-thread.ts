import type { Worker } from 'node:worker_threads'
import { AppError, type Failure, failureOf } from '#shared/errors.ts'
import { Pulse } from './pulse.ts'
import type { QueryOrder, QueryReport } from './query-protocol.ts'

/** What one row may take, in milliseconds. Then the thread is ended, for an expression can go on for longer than anybody lives. */
export const ROW_BUDGET_MS = 3_000

export interface QueryThread {
  readonly end: () => void
}

export interface ThreadOptions {
  readonly rowBudgetMs: number
  readonly onReport: (report: Extract<QueryReport, { kind: 'scanned' }>) => void
  /** It has ended, and why. Told once; not after `end`. */
  readonly onFailed: (failure: Failure) => void
}

/** Has a thread (worker-reserve.ts) work on one query, and watches over it. */
export function startQueryThread(worker: Worker, order: Omit<QueryOrder, 'pulse'>, options: ThreadOptions): QueryThread {
  const memory = Pulse.memory()
  let isOver = false
  const end = () => {
    isOver = true
    clearInterval(watch)
    void worker.terminate()
  }
  const fail = (failure: Failure) => {
    if (isOver) return
    end()
    options.onFailed(failure)
  }
  const watch = watchPulse(new Pulse(memory), options.rowBudgetMs, (seq) => fail(failureOf(tooSlow(seq, options.rowBudgetMs))))
  worker.on('message', (report: QueryReport) => {
    if (isOver) return
    if (report.kind === 'failed') fail(report.failure)
    else options.onReport(report)
  })
  worker.on('error', (error) => fail(failureOf(broken(error))))
  worker.on('exit', () => fail(failureOf(broken(null))))
  worker.postMessage({ ...order, pulse: memory } satisfies QueryOrder, [order.capture.port])
  return { end }
}

/** Tells if the thread is in one row for too long. */
function watchPulse(pulse: Pulse, budgetMs: number, onTooSlow: (seq: number) => void): NodeJS.Timeout {
  let [beat, sinceMs] = [0, performance.now()]
  const timer = setInterval(() => {
    const now = pulse.look()
    if (now.beat !== beat || now.seq === null) [beat, sinceMs] = [now.beat, performance.now()]
    else if (performance.now() - sinceMs >= budgetMs) onTooSlow(now.seq)
  }, budgetMs / 5)
  timer.unref()
  return timer
}

const tooSlow = (seq: number, budgetMs: number): AppError =>
  new AppError('query.too-slow', `The query was stopped at frame ${seq}: that one alone took more than ${budgetMs / 1000} seconds.`, {
    hint: 'Write an expression without repetitions within repetitions, or put a plain text in front of it.',
  })

function broken(cause: Error | null): AppError {
  const isMemory = cause !== null && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
  const reason = isMemory ? 'it needs more memory than a query may have' : (cause?.message ?? 'its thread has ended')
  return new AppError('query.failed', `The query could not go on: ${reason}.`, { hint: 'Ask for less at once.', cause })
}
