import type { ConnectionSummary } from '#shared/model/connection.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { activeTab, useTabs } from '../tabs/tabs-store.ts'

/** The connection whose capture is looked at. */
export const shownConnection = (): ConnectionSummary | undefined =>
  connectionOf(activeTab(useTabs.getState())?.current ?? null)(useConnections.getState())

/** Runs for the connection that is looked at, if there is one. */
export const whenShown = (run: (connection: ConnectionSummary) => void) => (): void => {
  const connection = shownConnection()
  if (connection) run(connection)
}
