import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { startDemo } from '../status/app-info.ts'
import { openNewTab } from '../tabs/open-tabs.ts'

export const welcomeCommands = (): readonly Command[] => [
  {
    id: 'help.demo',
    title: () => textOf('welcome', 'startDemo'),
    shortcut: null,
    isEnabled: () => true,
    run: () => void startDemo().then(({ url }) => openNewTab(`${url}/echo`), notifyFailure),
  },
]
