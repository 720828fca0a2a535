import { create } from 'zustand'
import type { ConnectionId } from '#shared/model/ids.ts'

/** Which frames of a capture the list shows. What it leaves out stays on the disk, and comes back with `showAll` and `resume`. */
export interface ListView {
  /** The first frame that is shown: the view was cleared there. */
  readonly from: number
  /** Frames there were when the list was halted; null while it goes on. */
  readonly until: number | null
}

const WHOLE: ListView = { from: 0, until: null }

interface ViewState {
  readonly byConnection: Readonly<Record<ConnectionId, ListView>>
}

export const useView = create<ViewState>()(() => ({ byConnection: {} }))

function change(id: ConnectionId, change: Partial<ListView>): void {
  useView.setState(({ byConnection }) => ({ byConnection: { ...byConnection, [id]: { ...WHOLE, ...byConnection[id], ...change } } }))
}

/** The list stands still at its `total` frames. */
export const pause = (id: ConnectionId, total: number): void => change(id, { until: total })
export const resume = (id: ConnectionId): void => change(id, { until: null })

/** Shows only what comes from now on. */
export const clearView = (id: ConnectionId, total: number): void => change(id, { from: total, until: null })
export const showAll = (id: ConnectionId): void => change(id, { from: 0 })

/** Makes room for a frame that is to be shown. */
export function uncover(id: ConnectionId, seq: number): void {
  const { from, until } = viewOf(id)(useView.getState())
  if (seq < from) showAll(id)
  if (until !== null && seq >= until) resume(id)
}

export const viewOf = (id: ConnectionId) => (state: ViewState) => state.byConnection[id] ?? WHOLE
