import { create } from 'zustand'
import type { PayloadOf } from '#shared/contract.ts'
import { type ChosenViews, NOTHING_CHOSEN, type View, type Viewed, withChosen } from './views.ts'

interface InspectorState {
  readonly chosen: ChosenViews
  readonly of: PayloadOf
  readonly isWrapped: boolean
  readonly isLittleEndian: boolean
  /** XML and HTML indented, in place of as they came. */
  readonly isLaidOut: boolean
  /** The first line of a table names its columns. */
  readonly hasTableHead: boolean
  /** Images at one pixel for a pixel, in place of fitted into the view. */
  readonly isFullSize: boolean
}

/** How a person likes to look at frames; holds while they move from row to row. */
export const useInspector = create<InspectorState>()(() => ({
  chosen: NOTHING_CHOSEN,
  of: 'message',
  isWrapped: true,
  isLittleEndian: true,
  isLaidOut: false,
  hasTableHead: true,
  isFullSize: false,
}))

export const changeInspector = (change: Partial<InspectorState>): void => useInspector.setState(change)

export const chooseView = (view: View, viewed: Viewed): void =>
  useInspector.setState(({ chosen }) => ({ chosen: withChosen(chosen, view, viewed) }))
