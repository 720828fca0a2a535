import type { KeyboardEvent } from 'react'
import { openCapture, remove, togglePin } from './history-actions.ts'
import { entryAt, setRenaming, useHistory } from './history-store.ts'

/**
 * Does what a key means on the row at `place` of `count`.
 *
 * @returns the row that keys act on from here on, or null where it stays
 */
export function actOnKey(event: KeyboardEvent, place: number, count: number, pageRows: number): number | null {
  // A name that is being typed has its own keys.
  if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return null
  const entry = entryAt(place)(useHistory.getState())
  const actions: Readonly<Record<string, () => void>> = {
    Enter: () => entry && void openCapture(entry.id),
    F2: () => entry && setRenaming(entry.id),
    Delete: () => entry && void remove(entry),
    p: () => entry && void togglePin(entry),
  }
  const action = actions[event.key]
  if (action) {
    event.preventDefault()
    action()
    return null
  }
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: place + 1,
    ArrowUp: place - 1,
    PageDown: place + pageRows,
    PageUp: place - pageRows,
    Home: 0,
    End: count - 1,
  }
  const target = targets[event.key]
  return target === undefined ? null : Math.max(0, Math.min(count - 1, target))
}
