import { create } from 'zustand'
import { type Failure, failureOf } from '#shared/errors.ts'
import type { HistoryEntry } from '#shared/model/history.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { call, on } from '../host/session.ts'
import { NewestWins } from '../ui/newest-wins.ts'

/** Entries asked for at once: more than any list shows. */
const WINDOW_ENTRIES = 200

interface HistoryState {
  readonly search: string
  /** Place of entries[0] among those found. */
  readonly first: number
  readonly entries: readonly HistoryEntry[]
  readonly found: number
  /** Null until the engine has told. */
  readonly all: number | null
  readonly usedBytes: number
  readonly limitBytes: number
  /** Why the history could not be listed. */
  readonly failure: Failure | null
  /** The row that keys act on, by its place. */
  readonly current: number
  /** The capture whose name is being typed. */
  readonly renaming: CaptureId | null
}

export const useHistory = create<HistoryState>()(() => ({
  search: '',
  first: 0,
  entries: [],
  found: 0,
  all: null,
  usedBytes: 0,
  limitBytes: 0,
  failure: null,
  current: 0,
  renaming: null,
}))

const loading = new NewestWins(
  ({ search, first }: { readonly search: string; readonly first: number }) =>
    call('history.list', { search, first, count: WINDOW_ENTRIES }),
  ({ first }, page) =>
    useHistory.setState(({ current }) => ({ ...page, first, failure: null, current: Math.max(0, Math.min(current, page.found - 1)) })),
  (_, error) => useHistory.setState({ failure: failureOf(error) }),
)

/** Reads the history and follows it. */
export function beginHistory(): void {
  on('history.changed', refreshHistory)
  refreshHistory()
}

export function refreshHistory(): void {
  const { search, first } = useHistory.getState()
  loading.ask({ search, first })
}

/** These rows are in view: asks for those that are missing. */
export function lookAt(from: number, count: number): void {
  const { search, first, entries, found } = useHistory.getState()
  const isThere = from >= first && Math.min(from + count, found) <= first + entries.length
  if (!isThere) loading.ask({ search, first: Math.max(0, from - Math.floor((WINDOW_ENTRIES - count) / 2)) })
}

export function searchHistory(search: string): void {
  useHistory.setState({ search, current: 0 })
  loading.ask({ search, first: 0 })
}

export const setCurrent = (current: number): void => useHistory.setState({ current })
export const setRenaming = (renaming: CaptureId | null): void => useHistory.setState({ renaming })

export const entryAt = (place: number) => (state: HistoryState) => state.entries[place - state.first]
