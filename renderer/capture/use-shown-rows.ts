import { useMemo } from 'react'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { filterOf, useQueries } from '../query/query-store.ts'
import { FrameFeed } from './frame-feed.ts'
import { allRows, hitRows, type RowSource, rowsFrom } from './row-source.ts'
import { useBounds } from './use-bounds.ts'
import { useView, viewOf } from './view-store.ts'

/** The rows that a list shows now. */
export interface ShownRows {
  readonly source: RowSource
  readonly feed: FrameFeed
  /** Positions of the unbounded rows that are left out at the beginning. */
  readonly start: number
  /** Rows to show. */
  readonly total: number
  /** Rows around each hit. */
  readonly context: number
}

/** All frames of a connection or the hits of its query, less what its view leaves out. */
export function useShownRows({ id, capture, counters }: ConnectionSummary): ShownRows {
  const filter = useQueries(filterOf(capture))
  // Other rows around the hits are another source, for they have other positions.
  const [query, context] = [filter?.query ?? null, useQueries((state) => state.byCapture[capture]?.context ?? 0)]
  const all = useMemo(() => ({ ...(query === null ? allRows(capture) : hitRows(query)), context }), [capture, query, context])
  const view = useView(viewOf(id))
  const { start, end } = useBounds(all, filter, filter ? filter.shown : counters.framesIn + counters.framesOut, view)
  const source = useMemo(() => rowsFrom(all, start), [all, start])
  const feed = useMemo(() => new FrameFeed(source.pull, notifyFailure), [source])
  return { source, feed, start, total: end - start, context }
}
