import { create } from 'zustand'
import type { CaptureId } from '#shared/model/ids.ts'
import type { FoundHit, QueryProgress } from '#shared/model/query.ts'
import type { QueryFault } from '#shared/query/fault.ts'

/** What the list does with a query: show its hits only, or show all and mark them. */
export type QueryMode = 'filter' | 'highlight'

/** The query bar over one capture. */
export interface CaptureQuery {
  /** As it stands in the field. */
  readonly draft: string
  readonly mode: QueryMode
  /** Rows shown around each hit. */
  readonly context: number
  /** What was asked last; '' for nothing. */
  readonly asked: string
  /** What was wrong with what was asked. */
  readonly fault: QueryFault | null
  readonly progress: QueryProgress | null
  /** The hit that was gone to last. */
  readonly current: FoundHit | null
}

export const NO_QUERY: CaptureQuery = { draft: '', mode: 'filter', context: 0, asked: '', fault: null, progress: null, current: null }

interface QueriesState {
  readonly byCapture: Readonly<Record<CaptureId, CaptureQuery>>
}

export const useQueries = create<QueriesState>()(() => ({ byCapture: {} }))

export function changeQuery(capture: CaptureId, change: Partial<CaptureQuery>): void {
  useQueries.setState(({ byCapture }) => ({ byCapture: { ...byCapture, [capture]: { ...NO_QUERY, ...byCapture[capture], ...change } } }))
}

/** A query that is not asked any more may still be on its way. */
export function progressed(progress: QueryProgress): void {
  const { progress: known } = queryOf(progress.capture)(useQueries.getState())
  if (known?.query === progress.query) changeQuery(progress.capture, { progress })
}

export const queryOf = (capture: CaptureId) => (state: QueriesState) => state.byCapture[capture] ?? NO_QUERY

/** The running query whose hits are all that the list shows; null if it shows everything. */
export const filterOf = (capture: CaptureId) => (state: QueriesState) => {
  const { mode, progress } = queryOf(capture)(state)
  return mode === 'filter' ? progress : null
}

/** The running query whose hits are marked among all rows. */
export const highlightOf = (capture: CaptureId) => (state: QueriesState) => {
  const { mode, progress } = queryOf(capture)(state)
  return mode === 'highlight' ? progress : null
}
