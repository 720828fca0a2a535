import type { Failure } from '#shared/errors.ts'
import type { CaptureId, QueryId } from '#shared/model/ids.ts'
import type { FoundHit, QueryProgress, QueryRow, ShownPlace } from '#shared/model/query.ts'
import type { Query } from '#shared/query/query.ts'
import type { CaptureReader } from '../capture/capture.ts'
import { type QueryThread, ROW_BUDGET_MS, startQueryThread } from './query-thread.ts'
import { SeqSet } from './seq-set.ts'
import { startWorker, type WorkerReserve } from './worker-reserve.ts'

export interface RunningQueryOptions {
  readonly id: QueryId
  readonly capture: CaptureId
  readonly reader: CaptureReader
  readonly query: Query
  /** Rows shown around each hit, each way. */
  readonly context: number
  readonly originUs: number | null
  /** @default ROW_BUDGET_MS */
  readonly rowBudgetMs?: number
  /** Where its thread comes from; without it, one is started. */
  readonly reserve?: WorkerReserve
  readonly onProgress: (progress: QueryProgress) => void
}

/** One query, while it scans and afterwards: what it found stays, two bits for each frame examined. */
export class RunningQuery {
  readonly #options: RunningQueryOptions
  readonly #hits = new SeqSet()
  #shown = new SeqSet()
  #context: number
  #thread: QueryThread | null = null
  #state: QueryProgress['state'] = 'scanning'
  #scanned = 0
  #total = 0
  #unexamined = 0
  #failure: Failure | null = null

  private constructor(options: RunningQueryOptions) {
    this.#options = options
    this.#context = options.context
  }

  /** @throws AppError 'capture.unknown', 'capture.unreadable' */
  static async start(options: RunningQueryOptions): Promise<RunningQuery> {
    const capture = await options.reader.share()
    const running = new RunningQuery(options)
    running.#thread = startQueryThread(
      options.reserve?.take() ?? startWorker(),
      { query: options.query, capture, originUs: options.originUs },
      {
        rowBudgetMs: options.rowBudgetMs ?? ROW_BUDGET_MS,
        onReport: ({ hits, scanned, total, unexamined, isComplete }) => {
          for (const seq of hits) running.#add(seq)
          running.#scanned = scanned
          running.#total = total
          running.#unexamined = unexamined
          running.#become(isComplete ? 'complete' : 'scanning')
        },
        onFailed: (failure) => running.#fail(failure),
      },
    )
    return running
  }

  get progress(): QueryProgress {
    return {
      query: this.#options.id,
      capture: this.#options.capture,
      state: this.#state,
      scanned: this.#scanned,
      total: this.#total,
      hits: this.#hits.count,
      shown: this.#shown.rank(this.#scanned),
      unexamined: this.#unexamined,
      failure: this.#failure,
    }
  }

  /** Shown rows by their position; fewer than `count` at the end. */
  async rows(first: number, count: number): Promise<QueryRow[]> {
    const seqs: number[] = []
    const end = Math.min(first + count, this.#shown.rank(this.#scanned))
    for (let position = first; position < end; position++) seqs.push(this.#shown.at(position) ?? 0)
    const rows = await this.#options.reader.rowsOf(seqs)
    return rows.map((row) => ({ ...row, isHit: this.#hits.has(row.seq) }))
  }

  /** The hits among frames [first, first + count). */
  hits(first: number, count: number): number[] {
    const seqs: number[] = []
    for (let number = this.#hits.rank(first); ; number++) {
      const seq = this.#hits.at(number)
      if (seq === null || seq >= first + count) return seqs
      seqs.push(seq)
    }
  }

  /** The next hit behind frame `from`, or the last one before it. */
  find(from: number, direction: 'next' | 'previous'): FoundHit | null {
    const number = direction === 'next' ? this.#hits.rank(from + 1) : this.#hits.rank(from) - 1
    const seq = this.#hits.at(number)
    return seq === null ? null : { seq, number, position: this.#shown.rank(seq) }
  }

  /** The shown rows among frames [first, end), in order. */
  *shownSeqs(first: number, end: number): Generator<number> {
    const stop = this.#shown.rank(Math.min(end, this.#scanned))
    for (let position = this.#shown.rank(first); position < stop; position++) yield this.#shown.at(position) ?? 0
  }

  place(seq: number): ShownPlace {
    return { position: this.#shown.rank(seq), isShown: seq < this.#scanned && this.#shown.has(seq) }
  }

  setContext(context: number): QueryProgress {
    this.#context = context
    this.#shown = new SeqSet()
    for (let number = 0; number < this.#hits.count; number++) this.#show(this.#hits.at(number) ?? 0)
    return this.progress
  }

  /** Stops scanning; what was found stays. */
  cancel(): void {
    if (this.#state !== 'scanning') return
    this.end()
    this.#become('cancelled')
  }

  /** Stops scanning, and tells no more. */
  end(): void {
    this.#thread?.end()
    this.#thread = null
  }

  #add(seq: number): void {
    this.#hits.add(seq)
    this.#show(seq)
  }

  #show(seq: number): void {
    this.#shown.addRange(Math.max(0, seq - this.#context), seq + this.#context + 1)
  }

  /** A capture that is closed behind a query that has examined all of it leaves nothing to fail at. */
  #fail(failure: Failure): void {
    this.#thread = null
    if (failure.code === 'capture.unknown' && this.#state === 'complete') return
    this.#failure = failure
    this.#become('failed')
  }

  #become(state: QueryProgress['state']): void {
    this.#state = state
    this.#options.onProgress(this.progress)
  }
}
