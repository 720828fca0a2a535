import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { FrameSelection } from '#shared/model/frame-selection.ts'
import { filterOf, useQueries } from '../query/query-store.ts'
import { chosenOf, useSelection } from './selection-store.ts'
import { countOf } from './seq-ranges.ts'

/** What is chosen in the list of a connection, as the engine understands it. */
export function chosenFrames({ id, capture }: Pick<ConnectionSummary, 'id' | 'capture'>): {
  readonly selected: FrameSelection
  /** Frames of the ranges: under a query, those that it shows are fewer. */
  readonly selectedCount: number
} {
  const ranges = chosenOf(id)(useSelection.getState())?.ranges ?? []
  const query = filterOf(capture)(useQueries.getState())?.query ?? null
  return { selected: { ranges, query }, selectedCount: countOf(ranges) }
}
