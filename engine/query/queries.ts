import { AppError } from '#shared/errors.ts'
import type { CaptureId, QueryId } from '#shared/model/ids.ts'
import type { QueryProgress, QueryStart } from '#shared/model/query.ts'
import type { QueryFault } from '#shared/query/fault.ts'
import { parseQuery } from '#shared/query/parse.ts'
import type { Query } from '#shared/query/query.ts'
import type { CaptureReader } from '../capture/capture.ts'
import { RunningQuery } from './running-query.ts'
import { WorkerReserve } from './worker-reserve.ts'

/** Beyond these the one that was begun first is ended: a window that was closed ends none. */
const MOST_QUERIES = 16

export interface QueriesOptions {
  readonly reader: (capture: CaptureId) => CaptureReader
  readonly onProgress: (progress: QueryProgress) => void
}

export interface QueryQuestion {
  readonly capture: CaptureId
  readonly text: string
  readonly context: number
  readonly originUs: number | null
}

/** All queries of an engine, by their ids. */
export class Queries {
  readonly #options: QueriesOptions
  readonly #running = new Map<QueryId, RunningQuery>()
  readonly #reserve = new WorkerReserve()
  #lastId = 0

  constructor(options: QueriesOptions) {
    this.#options = options
  }

  /** Begins to scan. @throws AppError 'capture.unknown', 'capture.unreadable' */
  async start({ capture, text, context, originUs }: QueryQuestion): Promise<QueryStart> {
    const { query, fault } = await readQuery(text)
    if (fault) return { progress: null, fault }
    // The one place where these ids are made.
    const id = ++this.#lastId as QueryId
    const running = await RunningQuery.start({
      id,
      capture,
      reader: this.#reader(capture),
      query,
      context,
      originUs,
      reserve: this.#reserve,
      onProgress: this.#options.onProgress,
    })
    this.#running.set(id, running)
    const [oldest] = this.#running.keys()
    if (this.#running.size > MOST_QUERIES && oldest !== undefined) this.end(oldest)
    return { progress: running.progress, fault: null }
  }

  /** A live capture becomes a stored one when its connection is forgotten: whoever reads its rows later finds it there. */
  #reader(capture: CaptureId): CaptureReader {
    const { reader } = this.#options
    return { ...reader(capture), rowsOf: (seqs) => reader(capture).rowsOf(seqs) }
  }

  /** @throws AppError 'query.unknown' */
  get(id: QueryId): RunningQuery {
    const running = this.#running.get(id)
    if (running) return running
    throw new AppError('query.unknown', 'This query has ended.', { hint: 'Ask it again.' })
  }

  end(id: QueryId): void {
    this.#running.get(id)?.end()
    this.#running.delete(id)
  }

  endAll(): void {
    this.#reserve.end()
    for (const id of this.#running.keys()) this.end(id)
  }
}

type ReadQuery = { readonly query: Query; readonly fault?: never } | { readonly query?: never; readonly fault: QueryFault }

/** Reads a query and the JSONPaths in it, which only the engine can judge. */
export async function readQuery(text: string): Promise<ReadQuery> {
  const parsed = parseQuery(text)
  if (parsed.fault) return parsed
  const paths = pathsIn(parsed.query)
  if (paths.length === 0) return parsed
  const { faultOfPath } = await import('./json-search.ts')
  for (const path of paths) {
    const found = faultOfPath(path)
    if (found) {
      const at = text.indexOf(path) + found.at
      return { fault: { id: 'path-invalid', at, length: text.indexOf(path) + path.length - at, values: { reason: found.reason } } }
    }
  }
  return parsed
}

function pathsIn(query: Query): readonly string[] {
  if (query.kind === 'json') return [query.path]
  if (query.kind === 'not') return pathsIn(query.term)
  return query.kind === 'and' || query.kind === 'or' ? query.terms.flatMap(pathsIn) : []
}
