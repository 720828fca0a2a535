import type { LibraryPath } from '#shared/model/ids.ts'
import { useLibrary } from './library-store.ts'

/** The id of a row's element, by which keys find the row to focus. */
export const rowElementId = (path: LibraryPath): string => `library-row-${path}`

/** Gives the focus to the row that keys act on; where that is still to be rendered, after that. */
export function focusCurrentRow(): void {
  if (!focusNow()) requestAnimationFrame(() => void focusNow())
}

function focusNow(): boolean {
  const { current } = useLibrary.getState()
  const row = current === null ? null : document.getElementById(rowElementId(current))
  row?.focus()
  // In a hidden panel nothing takes the focus.
  return row !== null && document.activeElement === row
}
