import { create } from 'zustand'
import type { PayloadOf } from '#shared/contract.ts'
import { isControl, OPCODE } from '#shared/model/frame.ts'
import type { InspectedFrame } from './inspected-frame.ts'

export const VIEWS = ['text', 'json', 'hex', 'frame'] as const
export type View = (typeof VIEWS)[number]

interface InspectorState {
  /** The view a person chose, and the payload for which; null as long as they did not choose. */
  readonly chosen: { readonly view: View; readonly for: string } | null
  readonly of: PayloadOf
  readonly isWrapped: boolean
  readonly isLittleEndian: boolean
}

/** How a person likes to look at frames; holds while they move from row to row. */
export const useInspector = create<InspectorState>()(() => ({ chosen: null, of: 'message', isWrapped: true, isLittleEndian: true }))

export const changeInspector = (change: Partial<InspectorState>): void => useInspector.setState(change)

/** Tells one payload from another; changes also when a payload grows. */
export const payloadKey = ({ source }: InspectedFrame): string => `${source.capture}/${source.seq}/${source.of}/${source.total}`

/** The views there are of a frame. */
export function viewsOf({ detail }: InspectedFrame): readonly View[] {
  return isControl(detail.frame.opcode) ? VIEWS.filter((view) => view !== 'json') : VIEWS
}

/** The view to show: what was chosen, where it says something of this payload or was chosen for it; else what suits its content. */
export function viewFor(inspected: InspectedFrame, chosen: InspectorState['chosen']): View {
  if (chosen === null || !viewsOf(inspected).includes(chosen.view)) return suitableView(inspected)
  if (chosen.view !== 'json' || chosen.for === payloadKey(inspected)) return chosen.view
  return isJson(inspected) ? 'json' : suitableView(inspected)
}

function suitableView(inspected: InspectedFrame): View {
  const { detail, source, isText } = inspected
  if (detail.frame.opcode === OPCODE.close) return 'text'
  if (source.total === 0) return 'frame'
  if (isJson(inspected)) return 'json'
  return isText ? 'text' : 'hex'
}

const isJson = ({ json }: InspectedFrame): boolean => json !== null && 'document' in json
