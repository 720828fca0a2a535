import { create } from 'zustand'
import type { ConnectionId } from '#shared/model/ids.ts'

/** What the inspector shows of a connection. */
export type Selection = { readonly kind: 'handshake' } | { readonly kind: 'frame'; readonly seq: number } | { readonly kind: 'close' }

interface SelectionState {
  readonly byConnection: Readonly<Record<ConnectionId, Selection>>
}

export const useSelection = create<SelectionState>()(() => ({ byConnection: {} }))

export function select(id: ConnectionId, selection: Selection): void {
  useSelection.setState(({ byConnection }) => ({ byConnection: { ...byConnection, [id]: selection } }))
}

export const selectionOf = (id: ConnectionId | null) => (state: SelectionState) => (id === null ? undefined : state.byConnection[id])
