import type { LibraryPath } from '#shared/model/ids.ts'
import { useLibrary } from './library-store.ts'

/** The id of a row's element, by which keys find the row to focus. */
export const rowElementId = (path: LibraryPath): string => `library-row-${path}`

/** Gives the focus to the row that keys act on, once it is rendered. */
export function focusCurrentRow(): void {
  requestAnimationFrame(() => {
    const { current } = useLibrary.getState()
    if (current !== null) document.getElementById(rowElementId(current))?.focus()
  })
}
