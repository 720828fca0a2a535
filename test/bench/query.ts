import { EventEmitter, once } from 'node:events'
import type { EngineService } from '#engine/index.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import type { QueryProgress } from '#shared/model/query.ts'
import type { Bench, BenchPart, Findings, Goal } from './bench-part.ts'
import { median } from './figures.ts'
import { captureFlood, startBenchEngine } from './flooded-capture.ts'

const MESSAGES = 1_000_000
const ROUNDS = 5
/** Messages are a number of ten digits, then "sockscope " over and over. The first one is what the goals are about. */
const QUERIES = ['77', 'absent', '"scope sock"', 'Scope', '/^\\d*77/', 'op:ping', 'size>100 not 77'] as const
const FIRST_MS = 100
const ALL_MS = 600

interface Measured {
  readonly firstMs: number
  readonly allMs: number
  readonly cpuMs: number
  readonly hits: number
}

/** From the question to the first hits and to the last, as a window hears of them. */
async function measure({ handlers, onEvent }: EngineService, capture: CaptureId, text: string, total: number): Promise<Measured> {
  const began = performance.now()
  const cpu = process.cpuUsage()
  let firstMs = Number.NaN
  const ends = new EventEmitter()
  const unlisten = onEvent((name, payload) => {
    if (name !== 'query.progressed') return
    // The payload of this event.
    const progress = payload as QueryProgress
    if (progress.hits > 0 && Number.isNaN(firstMs)) firstMs = performance.now() - began
    if (progress.scanned === total) ends.emit('end', progress)
  })
  const ended = once(ends, 'end') as Promise<[QueryProgress]>
  await handlers['query.start']({ capture, text, context: 0, originUs: null })
  const [{ query, hits }] = await ended
  const allMs = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  unlisten()
  await handlers['query.end']({ query })
  return { firstMs, allMs, cpuMs: (user + system) / 1000, hits }
}

async function run({ folder, floods, say }: Bench): Promise<Findings> {
  const engine = await startBenchEngine(folder)
  try {
    say(`queries over ${MESSAGES.toLocaleString('en')} messages`)
    const { capture, total } = await captureFlood(engine, floods.urlOf({ kind: 'numbered', size: 200, count: MESSAGES }))
    const found: Measured[][] = []
    for (const text of QUERIES) {
      const rounds: Measured[] = []
      for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(engine, capture, text, total))
      found.push(rounds)
    }
    const middle = (rounds: readonly Measured[], of: keyof Measured) => median(rounds.map((each) => each[of]))
    const ms = (value: number) => (Number.isNaN(value) ? '' : `${Math.round(value)} ms`)
    const goal = (what: string, most: number, of: 'firstMs' | 'allMs'): Goal => {
      const measured = middle(found[0] ?? [], of)
      return { what, goal: `≤ ${most} ms`, measured: ms(measured), isMet: measured <= most }
    }
    return {
      columns: ['query', 'hits', 'first', 'all', 'cpu, all threads'],
      rows: QUERIES.map((text, index) => {
        const rounds = found[index] ?? []
        const hits = middle(rounds, 'hits').toLocaleString('en')
        return [`\`${text}\``, hits, ms(middle(rounds, 'firstMs')), ms(middle(rounds, 'allMs')), ms(middle(rounds, 'cpuMs'))]
      }),
      notes: [
        `Over ${total.toLocaleString('en')} frames of 200 B, right after they were captured; median of ${ROUNDS}. The time begins with the question, beside other work if there was any. From the second query on a thread stands by; the start of the first one's, about 0.1 s, is not in the median.`,
      ],
      goals: [
        goal('substring query over 1 M × 200 B, first hits', FIRST_MS, 'firstMs'),
        goal('substring query over 1 M × 200 B, all', ALL_MS, 'allMs'),
      ],
    }
  } finally {
    await engine.close()
  }
}

export const queryPart: BenchPart = { name: 'query', title: 'Queries', run }
