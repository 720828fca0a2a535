import { useMemo } from 'react'
import type { QueryProgress } from '#shared/model/query.ts'
import { useNewest } from '../ui/use-newest.ts'
import type { RowSource } from './row-source.ts'
import type { ListView } from './view-store.ts'

/** Positions [start, end) of a source. */
export interface Bounds {
  readonly start: number
  readonly end: number
}

interface Question {
  readonly source: RowSource
  /** Frames whose places are asked for; null where that is not known yet, or need not be. */
  readonly from: number | null
  readonly until: number | null
}

interface Answer {
  readonly from: number
  readonly until: number | null
}

const positionOf = async (source: RowSource, seq: number): Promise<number> => (await source.placeOf(seq)).position

const load = async ({ source, from, until }: Question): Promise<Answer> => ({
  from: from === null ? 0 : await positionOf(source, from),
  until: until === null ? null : await positionOf(source, until),
})

/**
 * Which positions of a source a view leaves. Among all frames a frame's position is its number; among a query's the engine knows
 * it, once the search has passed the frame: before, all that was found stands before it.
 *
 * @param total positions there are
 */
export function useBounds(source: RowSource, filter: QueryProgress | null, total: number, { from, until }: ListView): Bounds {
  const isPassed = (seq: number): boolean => filter !== null && (filter.scanned >= seq || filter.state !== 'scanning')
  const askedFrom = from > 0 && isPassed(from) ? from : null
  const askedUntil = until !== null && isPassed(until) ? until : null
  const question = useMemo(() => ({ source, from: askedFrom, until: askedUntil }), [source, askedFrom, askedUntil])
  const { question: answered, answer } = useNewest(question, load)
  if (filter === null) return { start: Math.min(from, total), end: Math.min(until ?? total, total) }
  const isKnown = answered === question && answer !== undefined
  const start = from === 0 ? 0 : isKnown && askedFrom !== null ? answer.from : total
  const end = isKnown && askedUntil !== null ? Math.min(total, answer.until ?? total) : total
  return { start: Math.min(start, end), end }
}
