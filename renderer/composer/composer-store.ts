import { create } from 'zustand'
import type { Failure } from '#shared/errors.ts'
import type { SavedMessage } from '#shared/model/spec.ts'
import { isSame, type Written } from './written.ts'

/** The composer of one tab. Lives as long as the window; what is to stay is saved as a message. */
export interface Draft {
  readonly written: Written
  /** What was sent, or written and put aside, on this tab; oldest first. */
  readonly history: readonly Written[]
  /** The entry of the history that is shown; null while something new is written. */
  readonly historyAt: number | null
  /** What was being written when the walk through the history began. */
  readonly aside: Written | null
  readonly target: 'current' | 'all'
  /** Why the last message was not sent. */
  readonly failure: Failure | null
}

interface ComposerState {
  readonly byTab: Readonly<Record<string, Draft>>
  readonly panel: ComposerPanel | null
}

/** The small panels of the composer, of which one may be open. */
export type ComposerPanel = 'ping' | 'close'

export const MAX_HISTORY = 100
export const EMPTY_DRAFT: Draft = {
  written: { format: 'text', body: '' },
  history: [],
  historyAt: null,
  aside: null,
  target: 'current',
  failure: null,
}

export const useComposer = create<ComposerState>()(() => ({ byTab: {}, panel: null }))

// Transitions: pure, draft in, draft out.

/** Something else is written. It belongs to no entry of the history any more. */
export const withWritten = (draft: Draft, change: Partial<Written>): Draft => ({
  ...draft,
  written: { ...draft.written, ...change },
  historyAt: null,
  aside: null,
  failure: null,
})

/** Adds to the history, whose newest entry is never there twice in a row and whose oldest make room. */
export function withRemembered(draft: Draft, written: Written): Draft {
  const last = draft.history.at(-1)
  const history = last && isSame(last, written) ? draft.history : [...draft.history, written].slice(-MAX_HISTORY)
  return { ...draft, history, historyAt: null, aside: null }
}

/** Puts a saved message into the editor. What stood there and would be lost goes into the history. */
export function withLoaded(draft: Draft, message: Written, saved: readonly SavedMessage[]): Draft {
  const { written } = draft
  const isKept = written.body === '' || [...saved, ...draft.history].some((other) => isSame(other, written))
  const before = isKept ? draft : withRemembered(draft, written)
  return withWritten(before, { format: message.format, body: message.body })
}

/** Shows the entry before (-1) or after (1) the one that is shown; after the newest comes what was being written. */
export function walked(draft: Draft, step: 1 | -1): Draft {
  const { history, historyAt, written, aside } = draft
  const from = historyAt ?? history.length
  // What was just sent stands in the editor: one step back is the entry before it.
  const skipped = historyAt === null && step === -1 && history.at(-1) !== undefined && isSame(history.at(-1) ?? written, written) ? -1 : 0
  const to = from + step + skipped
  if (to < 0 || to > history.length || (historyAt === null && step === 1)) return draft
  if (to === history.length) return { ...draft, written: aside ?? written, historyAt: null, aside: null, failure: null }
  return { ...draft, written: history[to] ?? written, historyAt: to, aside: historyAt === null ? written : aside, failure: null }
}

// Actions.

export function changeDraft(tabId: string, change: (draft: Draft) => Draft): void {
  useComposer.setState(({ byTab }) => ({ byTab: { ...byTab, [tabId]: change(byTab[tabId] ?? EMPTY_DRAFT) } }))
}

export const write = (tabId: string, change: Partial<Written>): void => changeDraft(tabId, (draft) => withWritten(draft, change))

export const walkHistory = (tabId: string, step: 1 | -1): void => changeDraft(tabId, (draft) => walked(draft, step))

export const showPanel = (panel: ComposerPanel | null): void => useComposer.setState({ panel })

// Selectors.

export const draftOf = (tabId: string) => (state: ComposerState) => state.byTab[tabId] ?? EMPTY_DRAFT
