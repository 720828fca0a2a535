import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { showNextTheme } from './appearance.ts'

export const settingsCommands = (): readonly Command[] => [
  { id: 'view.theme', title: () => textOf('settings', 'nextTheme'), shortcut: null, isEnabled: () => true, run: showNextTheme },
]
