import { createContext, useContext, useEffect, useState } from 'react'
import { type Failure, failureOf } from '#shared/errors.ts'
import type { ByteSource } from '../byte-source.ts'
import { problemOf, type QueryProblem, type Span } from './find-query.ts'
import { useFindStore } from './find-store.ts'
import { type FindResult, searchPayload } from './search-payload.ts'

/** A person still types. */
const PAUSE_MS = 150

const NOTHING: FindResult = { spans: [], searched: 0, state: 'done' }

/** What the views mark, and which match they bring into view. */
export interface Found {
  readonly spans: readonly Span[]
  readonly current: Span | null
}

export const NOTHING_FOUND: Found = { spans: [], current: null }

const FoundContext = createContext<Found>(NOTHING_FOUND)
export const FoundProvider = FoundContext.Provider
/** The matches in the payload that this view shows. */
export const useFound = (): Found => useContext(FoundContext)

export interface Finding {
  readonly found: Found
  /** Of the current match, from 0; -1 if there is none. */
  readonly index: number
  readonly result: FindResult
  readonly problem: QueryProblem | null
  readonly failure: Failure | null
  /** To the next match, or the one before (-1), around the ends. */
  readonly step: (by: 1 | -1) => void
}

/** Searches `source` for what is looked for, as long as the find bar is open (`isOpen`). */
export function useFind(source: ByteSource, isOpen: boolean): Finding {
  const { mode, text, isCaseSensitive } = useFindStore()
  const [result, setResult] = useState(NOTHING)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [index, setIndex] = useState(0)
  const isAsked = isOpen && text !== ''
  const problem = isAsked ? problemOf({ mode, text, isCaseSensitive }) : null
  const isSearched = isAsked && problem === null

  useEffect(() => {
    setResult(NOTHING)
    setFailure(null)
    setIndex(0)
    if (!isSearched) return
    const search = new AbortController()
    const start = setTimeout(() => {
      setResult({ ...NOTHING, state: 'searching' })
      searchPayload(source, { mode, text, isCaseSensitive }, search.signal, setResult).catch((error: unknown) => {
        if (!search.signal.aborted) setFailure(failureOf(error))
      })
    }, PAUSE_MS)
    return () => {
      clearTimeout(start)
      search.abort()
    }
  }, [source, isSearched, mode, text, isCaseSensitive])

  const { spans } = result
  const shown = spans.length === 0 ? -1 : Math.min(index, spans.length - 1)
  const current = spans[shown] ?? null
  const [found, setFound] = useState(NOTHING_FOUND)
  // The same object as long as nothing changed: the views look at it after every render.
  if (found.spans !== spans || found.current !== current) setFound({ spans, current })
  const step = (by: 1 | -1): void => {
    if (spans.length > 0) setIndex((shown + by + spans.length) % spans.length)
  }
  return { found, index: shown, result, problem, failure, step }
}
