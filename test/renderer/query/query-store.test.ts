import { beforeEach, describe, expect, it } from 'vitest'
import { changeQuery, filterOf, highlightOf, progressed, queryOf, useQueries } from '#renderer/query/query-store.ts'
import type { CaptureId, QueryId } from '#shared/model/ids.ts'
import type { QueryProgress } from '#shared/model/query.ts'

const capture = 'c' as CaptureId
const at = (query: number, hits: number): QueryProgress => ({
  query: query as QueryId,
  capture,
  state: 'scanning',
  scanned: 10,
  total: 20,
  hits,
  shown: hits,
  unexamined: 0,
  failure: null,
})

describe('what the list shows of a query', () => {
  beforeEach(() => useQueries.setState({ byCapture: {} }))
  const state = () => useQueries.getState()

  it('is nothing before one was asked', () => {
    expect([filterOf(capture)(state()), highlightOf(capture)(state())]).toEqual([null, null])
  })

  it('is its hits alone, or all rows with the hits marked', () => {
    changeQuery(capture, { progress: at(1, 3) })
    expect([filterOf(capture)(state())?.hits, highlightOf(capture)(state())]).toEqual([3, null])
    changeQuery(capture, { mode: 'highlight' })
    expect([filterOf(capture)(state()), highlightOf(capture)(state())?.hits]).toEqual([null, 3])
  })

  it('follows the query that was asked last, not one that is still on its way', () => {
    changeQuery(capture, { progress: at(2, 0) })
    progressed(at(1, 99))
    expect(queryOf(capture)(state()).progress?.hits).toBe(0)
    progressed(at(2, 5))
    expect(queryOf(capture)(state()).progress?.hits).toBe(5)
  })
})
