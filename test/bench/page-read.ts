import { decodeRows } from '#shared/model/row-page.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import type { Bench, BenchPart, Findings } from './bench-part.ts'
import { median } from './figures.ts'
import { captureFlood, startBenchEngine } from './flooded-capture.ts'

const MESSAGES = 5_000_000
const QUICK_MESSAGES = 1_000_000
const PAGE_ROWS = 100
const PAGES = 300

/** Pages of a long capture, as the list asks for them when its thumb is dragged: anywhere. */
async function run({ isFull, folder, floods, say }: Bench): Promise<Findings> {
  const engine = await startBenchEngine(folder)
  try {
    const count = isFull ? MESSAGES : QUICK_MESSAGES
    say(`${PAGES} pages of ${count.toLocaleString('en')} rows`)
    const { capture, total } = await captureFlood(engine, floods.urlOf({ kind: 'text', size: 200, count }))
    const random = seededRandom(1)
    const timesMs: number[] = []
    for (let page = 0; page < PAGES; page++) {
      const began = performance.now()
      const rows = decodeRows(await engine.handlers['capture.rows']({ capture, first: random.below(total - PAGE_ROWS), count: PAGE_ROWS }))
      timesMs.push(performance.now() - began)
      if (rows.length !== PAGE_ROWS) throw new Error(`A page came with ${rows.length} rows`)
    }
    const sorted = timesMs.sort((one, other) => one - other)
    const at = (share: number) => `${(sorted[Math.floor(PAGES * share)] ?? 0).toFixed(2)} ms`
    return {
      columns: ['100 rows from anywhere, through the engine', 'median', '95 of 100', 'slowest'],
      rows: [[`of ${total.toLocaleString('en')}`, `${median(timesMs).toFixed(2)} ms`, at(0.95), at(1 - 1 / PAGES)]],
    }
  } finally {
    await engine.close()
  }
}

export const pageReadPart: BenchPart = { name: 'page-read', title: 'Pages of a long capture', run }
