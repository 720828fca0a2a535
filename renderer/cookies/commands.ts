import type { Command } from '../commands/command.ts'
import { toggleOverlay } from '../commands/overlay-store.ts'
import { textOf } from '../i18n/i18n.ts'

export const cookieCommands = (): readonly Command[] => [
  {
    id: 'view.cookies',
    title: () => textOf('cookies', 'title'),
    shortcut: null,
    isEnabled: () => true,
    run: () => toggleOverlay('cookies'),
  },
]
