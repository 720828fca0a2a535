/** Bytes that are selected: from the one where it began to the one where it is now, both included. */
export interface ByteSelection {
  readonly anchor: number
  readonly focus: number
}

export const selectionStart = ({ anchor, focus }: ByteSelection): number => Math.min(anchor, focus)
export const selectionLength = ({ anchor, focus }: ByteSelection): number => Math.abs(anchor - focus) + 1

export interface MoveKey {
  readonly key: string
  /** Ctrl, or Cmd on a Mac. */
  readonly isMod: boolean
  readonly isExtending: boolean
}

/** What the keys move in. */
export interface ByteShape {
  readonly total: number
  readonly rowBytes: number
  readonly pageRows: number
}

/** The selection after a key; null if the key does not move. */
export function moved(selection: ByteSelection, move: MoveKey, shape: ByteShape): ByteSelection | null {
  const target = targetOf(selection.focus, move, shape)
  if (target === null) return null
  const focus = Math.max(0, Math.min(shape.total - 1, target))
  return { anchor: move.isExtending ? selection.anchor : focus, focus }
}

function targetOf(from: number, { key, isMod }: MoveKey, { total, rowBytes, pageRows }: ByteShape): number | null {
  const rowStart = from - (from % rowBytes)
  switch (key) {
    case 'ArrowLeft':
      return from - 1
    case 'ArrowRight':
      return from + 1
    case 'ArrowUp':
      return from >= rowBytes ? from - rowBytes : from
    case 'ArrowDown':
      return from + rowBytes < total ? from + rowBytes : from
    case 'PageUp':
      return Math.max(from % rowBytes, from - pageRows * rowBytes)
    case 'PageDown':
      return from + pageRows * rowBytes
    case 'Home':
      return isMod ? 0 : rowStart
    case 'End':
      return isMod ? total - 1 : rowStart + rowBytes - 1
    default:
      return null
  }
}
