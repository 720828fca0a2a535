import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { isLibraryShown, toggleLibrary } from '../library/library-shown.ts'
import { useSettings } from '../settings/settings-store.ts'
import { focusHistory } from './element-ids.ts'
import { openFile } from './history-actions.ts'

export const historyCommands = (): readonly Command[] => [
  { id: 'history.focus', title: () => textOf('history', 'focus'), shortcut: 'Alt+Y', isEnabled: () => true, run: goToHistory },
  {
    id: 'file.openCapture',
    title: () => textOf('history', 'openFile'),
    shortcut: 'Mod+O',
    isEnabled: () => true,
    run: () => void openFile(),
  },
]

function goToHistory(): void {
  if (isLibraryShown(useSettings.getState())) focusHistory()
  else {
    toggleLibrary()
    requestAnimationFrame(focusHistory)
  }
}
