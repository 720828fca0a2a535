import { AppError, type Failure, failureOf } from '#shared/errors.ts'
import type { ConnectionSummary, OutgoingMessage } from '#shared/model/connection.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import { useConnections } from '../connection/connections-store.ts'
import { call, host } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { type Tab, tabOf, useTabs } from '../tabs/tabs-store.ts'
import { changeDraft, type Draft, draftOf, useComposer, withRemembered } from './composer-store.ts'
import { readWritten, type Written } from './written.ts'

type ById = Readonly<Record<ConnectionId, ConnectionSummary>>

/** The open connections of a tab, oldest first. */
export const openConnectionsOf = (tab: Tab | undefined, byId: ById): readonly ConnectionId[] =>
  tab?.connections.filter((id) => byId[id]?.state === 'open') ?? []

/** Where a message of this tab goes; none where what it is meant for is not open. */
export function targetsOf(tab: Tab | undefined, target: Draft['target'], byId: ById): readonly ConnectionId[] {
  const open = openConnectionsOf(tab, byId)
  return target === 'all' && open.length > 1 ? open : open.filter((id) => id === tab?.current)
}

/** The current connection of a tab while it is open. */
export function openCurrentOf(tabId: string): ConnectionId | null {
  return targetsOf(tabOf(tabId)(useTabs.getState()), 'current', useConnections.getState().byId)[0] ?? null
}

/** True if what stands in a tab's composer could be sent now. */
export function canSend(tabId: string): boolean {
  return currentTargets(tabId).length > 0 && readWritten(draftOf(tabId)(useComposer.getState()).written).message !== null
}

const currentTargets = (tabId: string): readonly ConnectionId[] =>
  targetsOf(tabOf(tabId)(useTabs.getState()), draftOf(tabId)(useComposer.getState()).target, useConnections.getState().byId)

/** Sends what stands in the composer. It stays there, to be sent again or changed. */
export const sendDraft = (tabId: string): Promise<void> => sendWritten(tabId, draftOf(tabId)(useComposer.getState()).written)

/** Sends a message of the composer's formats and remembers it. What cannot be sent is said in the composer. */
export async function sendWritten(tabId: string, written: Written): Promise<void> {
  const { message } = readWritten(written)
  if (message === null) return fail(tabId, failureOf(new AppError('input.invalid', textOf('composer', 'faultySaved'))))
  changeDraft(tabId, (draft) => withRemembered(draft, { format: written.format, body: written.body }))
  await send(tabId, message)
}

/** Lets a person choose a file and sends it as one binary message. */
export async function sendFile(tabId: string): Promise<void> {
  try {
    const file = await host().openFile({ title: textOf('composer', 'file'), extensions: [] })
    if (file) await send(tabId, { kind: 'binary', bytes: file.bytes })
  } catch (error) {
    fail(tabId, failureOf(error))
  }
}

async function send(tabId: string, message: OutgoingMessage): Promise<void> {
  const targets = currentTargets(tabId)
  if (targets.length === 0) return fail(tabId, failureOf(notOpen()))
  const results = await Promise.allSettled(targets.map((id) => call('connection.send', { id, message })))
  const failures = results.flatMap((result, index) => {
    const id = targets[index]
    return result.status === 'rejected' && id !== undefined ? [{ id, failure: failureOf(result.reason) }] : []
  })
  const [first] = failures
  if (!first) fail(tabId, null)
  else if (targets.length === 1) fail(tabId, first.failure)
  else fail(tabId, { ...first.failure, message: `${numberOf(tabId, first.id)} ${first.failure.message}` })
}

function numberOf(tabId: string, id: ConnectionId): string {
  const connections = tabOf(tabId)(useTabs.getState())?.connections ?? []
  return `#${connections.indexOf(id) + 1}:`
}

const notOpen = (): AppError =>
  new AppError('connection.not-open', textOf('composer', 'notOpenFailure'), { hint: textOf('composer', 'notOpenHint') })

const fail = (tabId: string, failure: Failure | null): void => changeDraft(tabId, (draft) => ({ ...draft, failure }))

/** Sends a ping frame on the tab's current connection. Rejects with AppError. */
export async function sendPing(tabId: string, payload: Uint8Array): Promise<void> {
  const id = openCurrentOf(tabId)
  if (id === null) throw notOpen()
  await call('connection.ping', { id, payload })
}

/** Starts the closing handshake of the tab's current connection; code null sends a close frame without a body. Rejects with AppError. */
export async function closeWith(tabId: string, code: number | null, reason: string): Promise<void> {
  const id = openCurrentOf(tabId)
  if (id === null) throw notOpen()
  await call('connection.close', { id, code, reason })
}
