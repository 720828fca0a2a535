import { create } from 'zustand'
import type { ConnectionId } from '#shared/model/ids.ts'

/** The one field that may stand over a list: where to go, or what is said of a frame. */
export type RowFieldState = { readonly kind: 'goTo' } | { readonly kind: 'note'; readonly seq: number }

export const useRowField = create<{ readonly id: ConnectionId | null; readonly field: RowFieldState | null }>()(() => ({
  id: null,
  field: null,
}))

export const showRowField = (id: ConnectionId, field: RowFieldState): void => useRowField.setState({ id, field })
export const hideRowField = (): void => useRowField.setState({ id: null, field: null })
