import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { openImport } from './importing.ts'

export const collectionCommands = (): readonly Command[] => [
  { id: 'library.import', title: () => textOf('collections', 'command'), shortcut: null, isEnabled: () => true, run: openImport },
]
