import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { activeTab, changeTab, type Tab, useTabs } from '../tabs/tabs-store.ts'
import { connectTab, toggleConnection } from './actions.ts'
import { connectionOf, isLive, useConnections } from './connections-store.ts'

const tab = (): Tab | undefined => activeTab(useTabs.getState())
const hasUrl = (): boolean => (tab()?.draft.spec.url.trim() ?? '') !== ''

const withTab = (action: (tab: Tab) => void) => (): void => {
  const current = tab()
  if (current) action(current)
}

export const connectionCommands = (): readonly Command[] => [
  {
    id: 'connection.toggle',
    title: () => textOf('connection', isCurrentLive() ? 'disconnect' : 'connect'),
    shortcut: 'Alt+Enter',
    isEnabled: hasUrl,
    run: withTab(({ id }) => toggleConnection(id)),
  },
  {
    id: 'connection.another',
    title: () => textOf('connection', 'connectAnother'),
    shortcut: 'Mod+Shift+Enter',
    isEnabled: hasUrl,
    run: withTab(({ id }) => void connectTab(id)),
  },
  {
    id: 'connection.nextOfTab',
    title: () => textOf('connection', 'nextConnection'),
    shortcut: 'Alt+ArrowRight',
    isEnabled: () => (tab()?.connections.length ?? 0) > 1,
    run: withTab((current) => changeTab(current.id, showNext)),
  },
  {
    id: 'connection.sideBySide',
    title: () => textOf('connection', 'sideBySide'),
    shortcut: null,
    isEnabled: () => (tab()?.connections.length ?? 0) > 1,
    run: withTab(({ id }) => changeTab(id, (other) => ({ ...other, isSideBySide: !other.isSideBySide }))),
  },
]

function isCurrentLive(): boolean {
  return isLive(connectionOf(tab()?.current ?? null)(useConnections.getState()))
}

function showNext(shown: Tab): Tab {
  const index = shown.current === null ? -1 : shown.connections.indexOf(shown.current)
  return { ...shown, current: shown.connections[(index + 1) % shown.connections.length] ?? null }
}
