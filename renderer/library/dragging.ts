import type { DragEvent } from 'react'
import type { LibraryPath } from '#shared/model/ids.ts'

/** Only rows of this tree are taken; files and text dragged from elsewhere are not. */
const TYPE = 'application/x-sockscope-path'

export function beginDrag(event: DragEvent, path: LibraryPath): void {
  event.dataTransfer.setData(TYPE, path)
  event.dataTransfer.effectAllowed = 'move'
}

export const isRowDragged = (event: DragEvent): boolean => event.dataTransfer.types.includes(TYPE)

/** The row that is dropped, or null where it is none; taken once, by the innermost target. */
export function draggedPath(event: DragEvent): LibraryPath | null {
  if (!isRowDragged(event)) return null
  event.preventDefault()
  event.stopPropagation()
  // Written by beginDrag of this window; the engine checks it again.
  return event.dataTransfer.getData(TYPE) as LibraryPath
}
