import { textOf } from '../i18n/i18n.ts'
import type { Command } from './command.ts'
import { toggleOverlay } from './overlay-store.ts'

export const overlayCommands = (): readonly Command[] => [
  {
    id: 'view.palette',
    title: () => textOf('commands', 'palette'),
    shortcut: 'Mod+K',
    isEnabled: () => true,
    run: () => toggleOverlay('palette'),
  },
  {
    id: 'view.shortcuts',
    title: () => textOf('commands', 'shortcuts'),
    shortcut: 'Mod+/',
    isEnabled: () => true,
    run: () => toggleOverlay('shortcuts'),
  },
]
