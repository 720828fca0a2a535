import { readShared, type SharedReader } from '../capture/shared-capture.ts'
import { BatchRows } from './batch-rows.ts'
import { type Evaluate, planQuery } from './evaluate.ts'
import { Pulse } from './pulse.ts'
import type { QueryOrder, QueryReport } from './query-protocol.ts'

type ScanReport = Extract<QueryReport, { kind: 'scanned' }>
type Tell = (report: ScanReport) => void
type TellFound = (found: Omit<ScanReport, 'kind' | 'unexamined'>) => void

/** What was found is told after so long, 30 times a second. */
const TELL_EVERY_MS = 33

/**
 * Examines a capture from its first frame on, and whatever is captured later. Ends only by an error.
 *
 * @throws AppError 'capture.unreadable', 'capture.unknown' when the capture is closed
 */
export async function scan(order: QueryOrder, tell: Tell): Promise<never> {
  const reader = readShared(order.capture)
  if (reader.refresh() === 0) {
    tell({ kind: 'scanned', hits: new Float64Array(0), scanned: 0, total: 0, unexamined: 0, isComplete: true })
    await reader.more()
  }
  const watch = { pulse: new Pulse(order.pulse), unexamined: 0, onUnexamined: () => void watch.unexamined++ }
  const originUs = order.originUs ?? reader.content.frameAt(0).facts.timeUs
  const evaluate = await planQuery(order.query, { originUs }, watch)
  const scanning = new Scanning(reader, evaluate, (found) => tell({ kind: 'scanned', ...found, unexamined: watch.unexamined }))
  for (;;) {
    scanning.catchUp()
    await reader.more()
  }
}

/** One walk through a capture, batch by batch. */
class Scanning {
  readonly #reader: SharedReader
  readonly #evaluate: Evaluate
  readonly #tell: TellFound
  #seq = 0
  #previousUs: number | null = null
  #hits: number[] = []
  #hasTold = false
  #toldMs = 0
  #timer: NodeJS.Timeout | null = null

  constructor(reader: SharedReader, evaluate: Evaluate, tell: TellFound) {
    this.#reader = reader
    this.#evaluate = evaluate
    this.#tell = tell
  }

  /** Examines what there is by now, without a break: this thread has nothing else to do. */
  catchUp(): void {
    while (this.#seq < this.#reader.content.total || this.#seq < this.#reader.refresh()) {
      this.#examine()
      const isFirstHit = !this.#hasTold && this.#hits.length > 0
      if (isFirstHit || performance.now() - this.#toldMs >= TELL_EVERY_MS) this.#report()
    }
    this.#reportSoon()
  }

  #examine(): void {
    const { content } = this.#reader
    const batch = content.batchOf(this.#seq)
    const rows = new BatchRows(content, batch, this.#previousUs)
    const found = this.#evaluate(rows, new Uint8Array(batch.frames).fill(1))
    for (let row = found.indexOf(1); row >= 0; row = found.indexOf(1, row + 1)) this.#hits.push(batch.first + row)
    this.#previousUs = batch.columns.timeUs[batch.frames - 1] ?? null
    this.#seq = batch.end
  }

  /** A live capture grows by a batch now and then: each is told, but not each by itself. */
  #reportSoon(): void {
    if (this.#timer !== null) return
    const waitMs = TELL_EVERY_MS - (performance.now() - this.#toldMs)
    if (waitMs <= 0 || !this.#hasTold) this.#report()
    else this.#timer = setTimeout(() => this.#report(), waitMs)
  }

  #report(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#hasTold = true
    this.#toldMs = performance.now()
    const { total } = this.#reader.content
    this.#tell({ hits: new Float64Array(this.#hits), scanned: this.#seq, total, isComplete: this.#seq >= total })
    this.#hits = []
  }
}
