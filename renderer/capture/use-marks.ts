import { useMemo } from 'react'
import type { QueryProgress } from '#shared/model/query.ts'
import { call } from '../host/session.ts'
import { useNewest } from '../ui/use-newest.ts'

const NONE: ReadonlySet<number> = new Set()

/** Which of the frames in view are hits of a query that marks them; none without one. */
export function useMarks(highlight: QueryProgress | null, first: number, count: number): ReadonlySet<number> {
  const query = highlight?.query ?? null
  // Asked again only while the search has not passed what is in view.
  const scanned = Math.min(highlight?.scanned ?? 0, first + count)
  const question = useMemo(() => ({ query, first, count, scanned }), [query, first, count, scanned])
  const { question: answered, answer } = useNewest(question, async (asked) =>
    asked.query === null ? NONE : new Set(await call('query.hits', { query: asked.query, first: asked.first, count: asked.count })),
  )
  return query !== null && answered?.query === query ? (answer ?? NONE) : NONE
}
