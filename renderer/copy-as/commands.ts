import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { activeTab, useTabs } from '../tabs/tabs-store.ts'
import { openCopyOfTab } from './copying.ts'

export const copyCommands = (): readonly Command[] => [
  {
    id: 'connection.copyAs',
    title: () => textOf('copy-as', 'command'),
    shortcut: null,
    isEnabled: () => (activeTab(useTabs.getState())?.draft.spec.url.trim() ?? '') !== '',
    run: () => {
      const tab = activeTab(useTabs.getState())
      if (tab) openCopyOfTab(tab.id)
    },
  },
]
