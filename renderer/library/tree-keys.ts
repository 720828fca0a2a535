import type { KeyboardEvent } from 'react'
import type { LibraryPath } from '#shared/model/ids.ts'
import { isShortcut } from '../ui/shortcut.ts'
import { duplicate, openNode, remove } from './library-actions.ts'
import { setExpanded, setRenaming } from './library-store.ts'
import { folderOf, type LibraryRow } from './library-tree.ts'

/** Letters typed within this time of each other are one word. */
const TYPING_MS = 700

/** What was typed so far to find a row, and when. */
export interface Typed {
  text: string
  atMs: number
}

/**
 * Does what a key means on the row at `index`.
 *
 * @returns the row that the focus goes to, or null where it stays
 */
export function actOnKey(event: KeyboardEvent, rows: readonly LibraryRow[], index: number, typed: Typed): LibraryPath | null {
  const row = rows[index]
  // A name that is being typed has its own keys.
  if (!row || event.target instanceof HTMLInputElement) return null
  const { node } = row
  const act = (action: () => void): null => {
    event.preventDefault()
    action()
    return null
  }
  if (isShortcut(event.nativeEvent, 'Mod+D')) return act(() => void duplicate(node.path))
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  if (event.key === 'Enter') return act(() => openNode(node))
  if (event.key === 'F2') return act(() => setRenaming(node.path))
  if (event.key === 'Delete') {
    act(() => void remove(node.path))
    return (rows[index + 1] ?? rows[index - 1])?.node.path ?? null
  }
  if (event.key === 'ArrowRight' && row.isExpanded === false) return act(() => setExpanded(node.path, true))
  if (event.key === 'ArrowLeft' && row.isExpanded === true) return act(() => setExpanded(node.path, false))
  const target = targetOf(event.key, rows, index) ?? typedTarget(event, rows, index, typed)
  if (target !== null) event.preventDefault()
  return target
}

function targetOf(key: string, rows: readonly LibraryRow[], index: number): LibraryPath | null {
  const row = rows[index]
  const at = (place: number): LibraryPath | null => rows[place]?.node.path ?? null
  switch (key) {
    case 'ArrowDown':
      return at(index + 1)
    case 'ArrowUp':
      return at(index - 1)
    case 'Home':
      return at(0)
    case 'End':
      return at(rows.length - 1)
    case 'ArrowRight':
      return row?.isExpanded && rows[index + 1] && (rows[index + 1]?.level ?? 0) > row.level ? at(index + 1) : null
    case 'ArrowLeft': {
      const parent = row ? folderOf(row.node.path) : null
      return parent || null
    }
    default:
      return null
  }
}

function typedTarget(event: KeyboardEvent, rows: readonly LibraryRow[], index: number, typed: Typed): LibraryPath | null {
  if ([...event.key].length !== 1 || event.key === ' ') return null
  const isGoingOn = event.timeStamp - typed.atMs < TYPING_MS
  typed.text = (isGoingOn ? typed.text : '') + event.key.toLowerCase()
  typed.atMs = event.timeStamp
  return findTyped(rows, index, typed.text)
}

/** The next row whose name begins with what was typed; one letter goes on from the row after, more stay where they match. */
export function findTyped(rows: readonly LibraryRow[], index: number, text: string): LibraryPath | null {
  const start = [...text].length === 1 ? index + 1 : index
  const turned = [...rows.slice(start), ...rows.slice(0, start)]
  return turned.find(({ node }) => node.name.toLowerCase().startsWith(text))?.node.path ?? null
}
