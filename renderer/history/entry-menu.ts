import type { HistoryEntry } from '#shared/model/history.ts'
import type { MenuItem } from '../ui/Menu.tsx'
import { formatShortcut } from '../ui/shortcut.ts'
import { exportCapture, openCapture, remove, togglePin } from './history-actions.ts'
import { setRenaming } from './history-store.ts'

/** What can be done with a capture: the same under its button, its right click and its keys. */
export function entryMenu(entry: HistoryEntry, text: (key: string) => string): readonly MenuItem[] {
  const item = (key: string, shortcut: string, run: () => void): MenuItem => ({
    kind: 'item',
    text: text(key),
    shortcut: formatShortcut(shortcut),
    run,
  })
  return [
    item('open', 'Enter', () => void openCapture(entry.id)),
    { kind: 'line' },
    { kind: 'item', text: text('export'), run: () => exportCapture(entry) },
    { kind: 'line' },
    item('rename', 'F2', () => setRenaming(entry.id)),
    item(entry.isPinned ? 'unpin' : 'pin', 'P', () => void togglePin(entry)),
    { kind: 'line' },
    {
      kind: 'item',
      text: text('delete'),
      shortcut: formatShortcut('Delete'),
      isDangerous: true,
      isDisabled: entry.endedUs === null,
      run: () => void remove(entry),
    },
  ]
}
