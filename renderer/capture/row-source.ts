import type { CaptureId, QueryId } from '#shared/model/ids.ts'
import type { ShownPlace } from '#shared/model/query.ts'
import { decodeRows } from '#shared/model/row-page.ts'
import { call } from '../host/session.ts'
import type { PullRows } from './frame-feed.ts'

/** Which frames the list shows: all of a capture, or a query's hits with the rows around them. Rows are named by their position among these. */
export interface RowSource {
  readonly pull: PullRows
  /** Where a frame stands, or would stand. */
  readonly placeOf: (seq: number) => Promise<ShownPlace> | ShownPlace
}

export const allRows = (capture: CaptureId): RowSource => ({
  pull: (first, count) => call('capture.rows', { capture, first, count }).then(decodeRows),
  placeOf: (seq) => ({ position: seq, isShown: true }),
})

export const hitRows = (query: QueryId): RowSource => ({
  pull: (first, count) => call('query.rows', { query, first, count }).then(decodeRows),
  placeOf: (seq) => call('query.place', { query, seq }),
})

/** The same rows without the first `start`. */
export const rowsFrom = (source: RowSource, start: number): RowSource =>
  start === 0
    ? source
    : {
        pull: (first, count) => source.pull(start + first, count),
        placeOf: async (seq) => {
          const { position, isShown } = await source.placeOf(seq)
          return { position: Math.max(0, position - start), isShown: isShown && position >= start }
        },
      }
