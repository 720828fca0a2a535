import { chosenFrames } from '../capture/chosen-frames.ts'
import type { Command } from '../commands/command.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { textOf } from '../i18n/i18n.ts'
import { queryOf, useQueries } from '../query/query-store.ts'
import { activeTab, useTabs } from '../tabs/tabs-store.ts'
import { type ExportSubject, openExport } from './export-store.ts'
import { chooseImports } from './importing.ts'

/** The capture of the connection that is looked at. */
function subject(): ExportSubject | null {
  const id = activeTab(useTabs.getState())?.current ?? null
  const connection = connectionOf(id)(useConnections.getState())
  if (!connection) return null
  const { selected, selectedCount } = chosenFrames(connection)
  const query = queryOf(connection.capture)(useQueries.getState()).asked
  return { capture: connection.capture, url: connection.url, startedAtUs: connection.openingSinceUs, selected, selectedCount, query }
}

export const exportCommands = (): readonly Command[] => [
  {
    id: 'capture.export',
    title: () => textOf('export', 'command'),
    shortcut: 'Mod+Shift+E',
    isEnabled: () => subject() !== null,
    run: () => {
      const found = subject()
      if (found) openExport(found)
    },
  },
  {
    id: 'capture.import',
    title: () => textOf('export', 'importCommand'),
    shortcut: null,
    isEnabled: () => true,
    run: chooseImports,
  },
]
