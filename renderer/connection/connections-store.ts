import { create } from 'zustand'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import { select } from '../capture/selection-store.ts'
import { call, on } from '../host/session.ts'
import { changeTab, type Tab, tabOf, useTabs, withConnection, withoutConnection } from '../tabs/tabs-store.ts'
import { adoptSuccessor, dropForgotten } from './successors.ts'

/** Every connection the engine has, as last heard. */
interface ConnectionsState {
  readonly byId: Readonly<Record<ConnectionId, ConnectionSummary>>
}

export const useConnections = create<ConnectionsState>()(() => ({ byId: {} }))

function heard(summary: ConnectionSummary): void {
  useConnections.setState(({ byId }) => ({ byId: { ...byId, [summary.id]: summary } }))
}

function forgotten(id: ConnectionId): void {
  useConnections.setState(({ byId }) => {
    const { [id]: _gone, ...rest } = byId
    return { byId: rest }
  })
}

/** Follows the engine's connections, those from before this window too. */
export async function beginConnections(): Promise<readonly ConnectionSummary[]> {
  on('connection.changed', (summary) => {
    heard(summary)
    adoptSuccessor(summary)
  })
  on('connection.forgotten', ({ id }) => {
    dropForgotten(id)
    forgotten(id)
  })
  const summaries = await call('connection.list', null)
  for (const summary of summaries) heard(summary)
  return summaries
}

/** Opens one more connection of a tab's draft and shows it. Rejects with AppError where the spec cannot be tried. */
export async function openConnection(tabId: string): Promise<ConnectionId> {
  const tab = tabOf(tabId)(useTabs.getState())
  if (!tab) throw new Error(`There is no tab ${tabId}`)
  const summary = await call('connection.open', { spec: tab.draft.spec, origin: tab.origin })
  heard(summary)
  // Until a person chooses something else the inspector tells how the connection comes about.
  select(summary.id, { kind: 'handshake' })
  changeTab(tabId, (current) => withConnection(current, summary.id))
  return summary.id
}

/** Takes an ended connection out of its tab and out of the engine. */
export async function forgetConnection(tabId: string, id: ConnectionId): Promise<void> {
  await call('connection.forget', { id })
  changeTab(tabId, (tab) => withoutConnection(tab, id))
}

/** Something still happens by itself: it lives, or another is about to follow it. */
export const isLive = (connection: ConnectionSummary | undefined): boolean =>
  connection !== undefined && (connection.state !== 'closed' || connection.reconnect?.state === 'waiting')

/** Side by side stand those that no reconnect followed; of a row that is its newest, and the one that is looked at. */
export const columnsOf =
  (tab: Pick<Tab, 'connections' | 'current'> | undefined) =>
  ({ byId }: ConnectionsState): readonly ConnectionId[] =>
    tab?.connections.filter((id) => id === tab.current || byId[id]?.reconnect?.state !== 'followed') ?? []

export const connectionOf = (id: ConnectionId | null) => (state: ConnectionsState) => (id === null ? undefined : state.byId[id])
