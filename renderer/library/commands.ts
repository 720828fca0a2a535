import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { useSettings } from '../settings/settings-store.ts'
import { focusCurrentRow } from './focus-row.ts'
import { addFolder, addSpec, currentFolder } from './library-actions.ts'
import { isLibraryShown, toggleLibrary } from './library-shown.ts'
import { setCurrent, useLibrary } from './library-store.ts'

const always = (): boolean => true

export const libraryCommands = (): readonly Command[] => [
  { id: 'view.library', title: () => textOf('library', 'toggle'), shortcut: 'Mod+B', isEnabled: always, run: toggleLibrary },
  { id: 'library.focus', title: () => textOf('library', 'focus'), shortcut: 'Alt+L', isEnabled: always, run: goToLibrary },
  {
    id: 'library.newSaved',
    title: () => textOf('library', 'newSaved'),
    shortcut: null,
    isEnabled: always,
    run: () => void addSpec(currentFolder()),
  },
  {
    id: 'library.newFolder',
    title: () => textOf('library', 'newFolder'),
    shortcut: null,
    isEnabled: always,
    run: () => void addFolder(currentFolder()),
  },
]

function goToLibrary(): void {
  if (!isLibraryShown(useSettings.getState())) toggleLibrary()
  const { current, nodes } = useLibrary.getState()
  if (current === null) setCurrent(nodes?.[0]?.path ?? null)
  focusCurrentRow()
}
