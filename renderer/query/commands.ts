import type { Command } from '../commands/command.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { textOf } from '../i18n/i18n.ts'
import { activeTab, useTabs } from '../tabs/tabs-store.ts'
import { focusQuery } from './focus-query.ts'
import { clear, goToHit } from './query-actions.ts'
import { queryOf, useQueries } from './query-store.ts'

const current = () => connectionOf(activeTab(useTabs.getState())?.current ?? null)(useConnections.getState())

function isAsked(): boolean {
  const connection = current()
  return connection !== undefined && queryOf(connection.capture)(useQueries.getState()).progress !== null
}

function withCurrent(run: (connection: NonNullable<ReturnType<typeof current>>) => void): void {
  const connection = current()
  if (connection) run(connection)
}

export const queryCommands = (): readonly Command[] => [
  {
    id: 'query.focus',
    title: () => textOf('query', 'focus'),
    shortcut: 'Mod+Shift+F',
    isEnabled: () => current() !== undefined,
    run: () => withCurrent(({ id }) => focusQuery(id)),
  },
  {
    id: 'query.next',
    title: () => textOf('query', 'next'),
    shortcut: 'F3',
    isEnabled: isAsked,
    run: () => withCurrent((connection) => void goToHit(connection, 'next')),
  },
  {
    id: 'query.previous',
    title: () => textOf('query', 'previous'),
    shortcut: 'Shift+F3',
    isEnabled: isAsked,
    run: () => withCurrent((connection) => void goToHit(connection, 'previous')),
  },
  {
    id: 'query.clear',
    title: () => textOf('query', 'clear'),
    shortcut: null,
    isEnabled: isAsked,
    run: () => withCurrent(clear),
  },
]
