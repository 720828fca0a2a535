import type { ConnectionId } from '#shared/model/ids.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import { call } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { changeSpec, tabOf, useTabs } from '../tabs/tabs-store.ts'
import { connectionOf, forgetConnection, isLive, openConnection, useConnections } from './connections-store.ts'
import { showPane } from './panes-store.ts'
import { type Remedy, valuesBefore } from './remedies.ts'

/** Opens one more connection of the tab. Its ended ones make room first, unless a live one stands beside them. */
export async function connectTab(tabId: string): Promise<void> {
  if (tabOf(tabId)(useTabs.getState())?.isReadOnly) return
  try {
    await clearEnded(tabId)
    await openConnection(tabId)
  } catch (error) {
    notifyFailure(error)
  }
}

/** Ended connections stay to be looked at until the next one begins. */
async function clearEnded(tabId: string): Promise<void> {
  const { byId } = useConnections.getState()
  const ended = tabOf(tabId)(useTabs.getState())?.connections.filter((id) => byId[id]?.state === 'closed' && !isLive(byId[id])) ?? []
  for (const id of ended) await forgetConnection(tabId, id)
}

/** Closes with 1000, or gives a running handshake or a countdown up. */
export function disconnect(id: ConnectionId): void {
  call('connection.close', { id, code: 1000, reason: '' }).catch(notifyFailure)
}

/** Cuts the countdown to the next attempt short. */
export const reconnectNow = (id: ConnectionId): void => void call('connection.reconnectNow', { id }).catch(notifyFailure)

export const cancelReconnect = (id: ConnectionId): void => void call('connection.cancelReconnect', { id }).catch(notifyFailure)

/** What the one button does: connects, disconnects or cancels. */
export function toggleConnection(tabId: string): void {
  const current = tabOf(tabId)(useTabs.getState())?.current ?? null
  const connection = connectionOf(current)(useConnections.getState())
  if (connection && isLive(connection)) disconnect(connection.id)
  else void connectTab(tabId)
}

/** Takes an ended connection out of its tab; a live one is closed first and stays to be looked at. */
export function dismissConnection(tabId: string, id: ConnectionId): void {
  const state = connectionOf(id)(useConnections.getState())?.state
  if (state === 'closed') forgetConnection(tabId, id).catch(notifyFailure)
  else disconnect(id)
}

/** Does what can be done about a failed connection; a change of the spec can be taken back. */
export async function applyRemedy(tabId: string, id: ConnectionId, remedy: Remedy): Promise<void> {
  if (remedy.kind === 'pane') {
    showPane(tabId, remedy.pane)
    return
  }
  if (remedy.kind === 'retry') {
    await connectTab(tabId)
    return
  }
  const before = tabOf(tabId)(useTabs.getState())?.draft.spec
  if (!before) return
  const after = remedy.kind === 'trust' ? await trusting(before, remedy.certificate.pem) : remedy.change(before)
  if (after === null) return
  // What the countdown would try is not what is wanted now.
  if (isLive(connectionOf(id)(useConnections.getState()))) cancelReconnect(id)
  changeSpec(tabId, after)
  const undo = (): void => changeSpec(tabId, valuesBefore(before, after))
  notify(textOf('connection', `done_${remedy.id}`), { text: textOf('connection', 'undo'), run: undo })
  await connectTab(tabId)
}

/** The certificate becomes a file, for a spec names files. Null where that failed, which has been said. */
async function trusting({ tls }: ConnectionSpec, pem: string): Promise<Partial<ConnectionSpec> | null> {
  try {
    const path = await call('certificates.keep', { pem })
    return { tls: { ...tls, caFiles: [...tls.caFiles.filter((file) => file !== path), path] } }
  } catch (error) {
    notifyFailure(error)
    return null
  }
}
