import { create } from 'zustand'
import type { ConnectionId } from '#shared/model/ids.ts'
import { framesBetween, holds, joined, oneFrame, type SeqRanges, toggled } from './seq-ranges.ts'

/** What the inspector shows of a connection. */
export type Selection = { readonly kind: 'handshake' } | { readonly kind: 'frame'; readonly seq: number } | { readonly kind: 'close' }

/** Several frames, or one that was chosen so; the selection's frame leads them. */
export interface Chosen {
  /** Where a range begins that Shift extends. */
  readonly anchor: number
  readonly ranges: SeqRanges
}

interface SelectionState {
  readonly byConnection: Readonly<Record<ConnectionId, Selection>>
  /** Of connections in whose list more than the selected frame is chosen. */
  readonly chosen: Readonly<Record<ConnectionId, Chosen | null>>
}

export const useSelection = create<SelectionState>()(() => ({ byConnection: {}, chosen: {} }))

/** Selects one thing, and nothing beside it. */
export function select(id: ConnectionId, selection: Selection): void {
  choose(id, selection, null)
}

function choose(id: ConnectionId, selection: Selection, chosen: Chosen | null): void {
  useSelection.setState((state) => ({
    byConnection: { ...state.byConnection, [id]: selection },
    chosen: { ...state.chosen, [id]: chosen },
  }))
}

/** How a row joins what is chosen: alone, up to it from the anchor, or by itself beside the others. */
export type Choosing = 'one' | 'extend' | 'toggle'

export function chooseFrame(id: ConnectionId, seq: number, how: Choosing): void {
  const { anchor, ranges } = chosenOf(id)(useSelection.getState()) ?? { anchor: seq, ranges: [] }
  const lead: Selection = { kind: 'frame', seq }
  if (how === 'one') select(id, lead)
  else if (how === 'extend') choose(id, lead, { anchor, ranges: [framesBetween(anchor, seq)] })
  else {
    const changed = toggled(ranges, seq)
    // What was taken out leads no more.
    const [kept] = changed
    if (kept === undefined || holds(changed, seq)) choose(id, lead, { anchor: seq, ranges: changed.length > 0 ? changed : oneFrame(seq) })
    else choose(id, { kind: 'frame', seq: kept.first }, { anchor: kept.first, ranges: changed })
  }
}

/** All frames from `first` on that are there now; the selected one goes on leading. */
export function chooseAll(id: ConnectionId, first: number, end: number): void {
  const selection = selectionOf(id)(useSelection.getState())
  const lead = selection?.kind === 'frame' && selection.seq >= first && selection.seq < end ? selection.seq : end - 1
  if (end > first) choose(id, { kind: 'frame', seq: lead }, { anchor: lead, ranges: joined([], { first, end }) })
}

/** Back to the selected frame alone. */
export function chooseOne(id: ConnectionId): void {
  const selection = selectionOf(id)(useSelection.getState())
  if (selection) select(id, selection)
}

export const selectionOf = (id: ConnectionId | null) => (state: SelectionState) => (id === null ? undefined : state.byConnection[id])

// One object for each frame, so that a selector answers with the same one again.
const alone = new WeakMap<Selection, Chosen>()

/** What is chosen in a list: the selected frame and whatever stands beside it; null if no frame is selected. */
export const chosenOf =
  (id: ConnectionId | null) =>
  (state: SelectionState): Chosen | null => {
    const selection = selectionOf(id)(state)
    if (id === null || selection?.kind !== 'frame') return null
    const several = state.chosen[id]
    if (several) return several
    const known = alone.get(selection) ?? { anchor: selection.seq, ranges: oneFrame(selection.seq) }
    alone.set(selection, known)
    return known
  }
