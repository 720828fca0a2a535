import { ROW_BYTES } from './hex-format.ts'

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

/** The selection after a key, in a payload of `total` bytes; null if the key does not move. */
export function moved(selection: ByteSelection, move: MoveKey, total: number, pageRows: number): ByteSelection | null {
  const target = targetOf(selection.focus, move, total, pageRows)
  if (target === null) return null
  const focus = Math.max(0, Math.min(total - 1, target))
  return { anchor: move.isExtending ? selection.anchor : focus, focus }
}

function targetOf(from: number, { key, isMod }: MoveKey, total: number, pageRows: number): number | null {
  const rowStart = from - (from % ROW_BYTES)
  switch (key) {
    case 'ArrowLeft':
      return from - 1
    case 'ArrowRight':
      return from + 1
    case 'ArrowUp':
      return from >= ROW_BYTES ? from - ROW_BYTES : from
    case 'ArrowDown':
      return from + ROW_BYTES < total ? from + ROW_BYTES : from
    case 'PageUp':
      return Math.max(from % ROW_BYTES, from - pageRows * ROW_BYTES)
    case 'PageDown':
      return from + pageRows * ROW_BYTES
    case 'Home':
      return isMod ? 0 : rowStart
    case 'End':
      return isMod ? total - 1 : rowStart + ROW_BYTES - 1
    default:
      return null
  }
}
