import type { Command } from '../commands/command.ts'
import { host } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { closeTab, openNewTab, showTabBeside } from './open-tabs.ts'
import { saveTab } from './saving.ts'
import { activeTab, useTabs } from './tabs-store.ts'

const activeId = (): string | null => useTabs.getState().activeId
const hasSeveral = (): boolean => useTabs.getState().tabs.length > 1

/** Browsers keep some keys for themselves; there another one stands in. */
const keyFor = (inDesktop: string, inBrowser: string): string => (host().kind === 'desktop' ? inDesktop : inBrowser)

export const tabCommands = (): readonly Command[] => [
  {
    id: 'file.newConnection',
    title: () => textOf('tabs', 'newConnection'),
    shortcut: keyFor('Mod+N', 'Alt+N'),
    isEnabled: () => true,
    run: () => void openNewTab(),
  },
  {
    id: 'file.save',
    title: () => textOf('tabs', 'save'),
    shortcut: 'Mod+S',
    isEnabled: () => activeId() !== null && !activeTab(useTabs.getState())?.isReadOnly,
    run: () => void saveTab(activeId() ?? ''),
  },
  {
    id: 'window.closeTab',
    title: () => textOf('tabs', 'closeTab'),
    shortcut: keyFor('Mod+W', 'Alt+W'),
    isEnabled: () => activeId() !== null,
    run: () => closeTab(activeId() ?? ''),
  },
  {
    id: 'window.nextTab',
    title: () => textOf('tabs', 'nextTab'),
    shortcut: 'Alt+PageDown',
    isEnabled: hasSeveral,
    run: () => showTabBeside(1),
  },
  {
    id: 'window.previousTab',
    title: () => textOf('tabs', 'previousTab'),
    shortcut: 'Alt+PageUp',
    isEnabled: hasSeveral,
    run: () => showTabBeside(-1),
  },
]
