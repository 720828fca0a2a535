import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import { select } from '../capture/selection-store.ts'
import { changeTab, useTabs, withoutConnection, withSuccessor } from '../tabs/tabs-store.ts'

/** A connection that the reconnect policy opened goes to the tab of the one it follows, and is shown in its place. */
export function adoptSuccessor({ id, reconnect }: ConnectionSummary): void {
  const previous = reconnect?.previous ?? null
  if (previous === null) return
  const home = useTabs.getState().tabs.find(({ connections }) => connections.includes(previous))
  if (!home || home.connections.includes(id)) return
  select(id, { kind: 'handshake' })
  changeTab(home.id, (tab) => withSuccessor(tab, previous, id))
}

/** What the engine took off its list (the oldest of a long row, or by another window) is not shown any more. */
export function dropForgotten(id: ConnectionId): void {
  for (const tab of useTabs.getState().tabs) {
    if (tab.connections.includes(id)) changeTab(tab.id, (holding) => withoutConnection(holding, id))
  }
}
