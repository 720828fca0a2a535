import type { ConnectionId } from '#shared/model/ids.ts'
import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { activeTab, useTabs } from '../tabs/tabs-store.ts'
import { isFollowingOf, setFollowing, useFollow } from './follow-store.ts'
import { select } from './selection-store.ts'

const current = (): ConnectionId | null => activeTab(useTabs.getState())?.current ?? null

export const captureCommands = (): readonly Command[] => [
  {
    id: 'view.follow',
    title: () => textOf('capture', 'follow'),
    shortcut: 'Alt+End',
    isEnabled: () => {
      const id = current()
      return id !== null && !isFollowingOf(id)(useFollow.getState())
    },
    run: () => {
      const id = current()
      if (id !== null) setFollowing(id, true)
    },
  },
  {
    id: 'view.handshake',
    title: () => textOf('capture', 'showHandshake'),
    shortcut: 'Alt+H',
    isEnabled: () => current() !== null,
    run: () => {
      const id = current()
      if (id !== null) select(id, { kind: 'handshake' })
    },
  },
]
