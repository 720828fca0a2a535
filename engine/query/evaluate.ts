import type { Query } from '#shared/query/query.ts'
import type { BatchRows } from './batch-rows.ts'
import { byteSearch } from './byte-search.ts'
import { columnTest, type RowTest, type TimeFrame } from './column-terms.ts'
import { textSearch, type Watch } from './text-search.ts'

/** Which of the `active` rows of a batch fit: a byte for each, 1 or 0. */
export type Evaluate = (rows: BatchRows, active: Uint8Array) => Uint8Array

interface Plan {
  readonly evaluate: Evaluate
  /** Dear ones come last, and see only the rows that are still open. */
  readonly cost: number
}

/** Facts cost nothing beside a look at payloads; of these, a search for bytes is the cheapest. */
const COST = { columns: 0, bytes: 1, pattern: 10, json: 20 } as const

/** Makes a query into what runs over batches. @throws JSONPathError for a path that none is; `faultOfPath` tells beforehand */
export async function planQuery(query: Query, frame: TimeFrame, watch: Watch): Promise<Evaluate> {
  return (await planOf(query, frame, watch)).evaluate
}

async function planOf(query: Query, frame: TimeFrame, watch: Watch): Promise<Plan> {
  switch (query.kind) {
    case 'and':
    case 'or': {
      const plans = await Promise.all(query.terms.map((term) => planOf(term, frame, watch)))
      plans.sort((one, other) => one.cost - other.cost)
      const parts = plans.map((plan) => plan.evaluate)
      return { evaluate: query.kind === 'and' ? every(parts) : some(parts), cost: Math.max(0, ...plans.map((plan) => plan.cost)) }
    }
    case 'not': {
      const { evaluate, cost } = await planOf(query.term, frame, watch)
      return { evaluate: (rows, active) => without(active, evaluate(rows, active)), cost }
    }
    case 'text':
    case 'bytes':
      return { evaluate: byteSearch(query), cost: COST.bytes }
    case 'pattern': {
      const expression = new RegExp(query.source, query.flags)
      return { evaluate: textSearch({ test: (text) => expression.test(text) }, watch), cost: COST.pattern }
    }
    case 'json': {
      // Loaded by those who ask for it.
      const { jsonTest } = await import('./json-search.ts')
      return { evaluate: textSearch(jsonTest(query), watch), cost: COST.json }
    }
    default:
      return { evaluate: byRow(columnTest(query, frame)), cost: COST.columns }
  }
}

function byRow(test: RowTest): Evaluate {
  return (rows, active) => {
    const hits = new Uint8Array(active.length)
    for (let row = 0; row < active.length; row++) if (active[row] !== 0 && test(rows, row)) hits[row] = 1
    return hits
  }
}

function every(parts: readonly Evaluate[]): Evaluate {
  return (rows, active) => {
    let left = active
    for (const part of parts) {
      if (!left.includes(1)) break
      left = part(rows, left)
    }
    return left
  }
}

function some(parts: readonly Evaluate[]): Evaluate {
  return (rows, active) => {
    const hits = new Uint8Array(active.length)
    let open = active
    for (const part of parts) {
      if (!open.includes(1)) break
      const found = part(rows, open)
      for (let row = 0; row < hits.length; row++) if (found[row] !== 0) hits[row] = 1
      open = without(open, found)
    }
    return hits
  }
}

function without(active: Uint8Array, found: Uint8Array): Uint8Array {
  const left = new Uint8Array(active.length)
  for (let row = 0; row < left.length; row++) left[row] = active[row] !== 0 && found[row] === 0 ? 1 : 0
  return left
}
