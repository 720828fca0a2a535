import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { ConnectionId, LibraryPath } from '#shared/model/ids.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { connectionOf, isLive, useConnections } from '../connection/connections-store.ts'
import { call } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { reveal } from '../library/library-store.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { changeSettings } from '../settings/settings-store.ts'
import { oneLine } from '../ui/wire-text.ts'
import { titleOf } from './tab-names.ts'
import {
  activateTab,
  changeTab,
  EMPTY_SAVED,
  insertTab,
  isDirty,
  openReadOnlyTab,
  openTab,
  removeTab,
  type Tab,
  useTabs,
  withConnection,
} from './tabs-store.ts'

/** Opens an unsaved tab, empty or with a URL, and shows it. @returns the tab's id */
export const openNewTab = (url = ''): string =>
  openTab({ origin: null, name: '', draft: { ...EMPTY_SAVED, spec: { ...DEFAULT_SPEC, url } }, saved: null })

/** Shows the tab of a connection or an opened capture; a capture gets one of its own, read-only. */
export function showCapture({ id, url, reopened }: ConnectionSummary): void {
  const open = useTabs.getState().tabs.find(({ connections }) => connections.includes(id))
  if (open) {
    changeTab(open.id, (tab) => ({ ...tab, current: id }))
    activateTab(open.id)
    return
  }
  if (reopened) openReadOnlyTab(reopened.name, url, id)
  else changeTab(openNewTab(url), (tab) => withConnection(tab, id))
}

/** The name of what stands at a path of the library. */
export const nameAt = (path: LibraryPath): string => path.slice(path.lastIndexOf('/') + 1)

/** Opens a saved spec in a tab, or shows the tab it is open in. Rejects with the library's AppErrors. */
export async function openSaved(path: LibraryPath): Promise<string> {
  const open = useTabs.getState().tabs.find((tab) => tab.origin === path)
  if (open) {
    activateTab(open.id)
    return open.id
  }
  const saved = await call('library.read', { path })
  return openTab({ origin: path, name: nameAt(path), draft: saved, saved })
}

/**
 * Takes a tab away and ends its connections. Where that loses anything, a notice offers to bring the tab back;
 * until that notice is gone the captures stay.
 */
export function closeTab(id: string): void {
  const { tabs } = useTabs.getState()
  const index = tabs.findIndex((tab) => tab.id === id)
  const tab = tabs[index]
  if (!tab) return
  removeTab(id)
  for (const connection of tab.connections) endConnection(connection)
  if (tab.isReadOnly) {
    // It can be opened again from where it was opened.
    void forgetAll(tab)
    return
  }
  if (!isDirty(tab) && tab.connections.length === 0) return
  notify(
    textOf('tabs', 'closedTab', { name: oneLine(titleOf(tab)) || textOf('tabs', 'newConnection') }),
    { text: textOf('tabs', 'undo'), run: () => insertTab(tab, index) },
    () => void forgetAll(tab),
  )
}

function endConnection(id: ConnectionId): void {
  const connection = connectionOf(id)(useConnections.getState())
  if (isLive(connection) && connection?.state !== 'closing') call('connection.close', { id, code: 1000, reason: '' }).catch(notifyFailure)
}

async function forgetAll({ connections }: Tab): Promise<void> {
  try {
    await Promise.all(connections.map(forgetWhenClosed))
  } catch (error) {
    notifyFailure(error)
  }
}

async function forgetWhenClosed(id: ConnectionId): Promise<void> {
  await new Promise<void>((resolve) => {
    const isOver = (): boolean => (connectionOf(id)(useConnections.getState())?.state ?? 'closed') === 'closed'
    if (isOver()) return resolve()
    const stop = useConnections.subscribe(() => {
      if (!isOver()) return
      stop()
      resolve()
    })
  })
  // Another window may have taken it off the list meanwhile.
  if (connectionOf(id)(useConnections.getState())) await call('connection.forget', { id })
}

/** Shows the tab after (1) or before (-1) the active one, round and round. */
export function showTabBeside(step: 1 | -1): void {
  const { tabs, activeId } = useTabs.getState()
  const index = tabs.findIndex((tab) => tab.id === activeId)
  const next = tabs[(index + step + tabs.length) % tabs.length]
  if (next) activateTab(next.id)
}

/**
 * Puts back what was open before this window was loaded: the saved specs, and every connection the engine still has,
 * each in the tab it came from. Then keeps the list of open specs in the settings.
 */
export async function restoreTabs(paths: readonly string[], connections: readonly ConnectionSummary[]): Promise<void> {
  const origins = connections.flatMap(({ origin }) => (origin === null ? [] : [origin]))
  // Settings hold plain strings; these were written by rememberOpenTabs.
  for (const path of new Set([...(paths as readonly LibraryPath[]), ...origins])) await reopen(path)
  for (const connection of connections) giveBack(connection)
  const { tabs } = useTabs.getState()
  const first = tabs.find((tab) => tab.connections.length > 0) ?? tabs[0]
  if (first) activateTab(first.id)
  if (first?.origin) reveal(first.origin)
  rememberOpenTabs(paths)
}

async function reopen(path: LibraryPath): Promise<void> {
  try {
    await openSaved(path)
  } catch (error) {
    notify(textOf('tabs', 'notReopened', { name: oneLine(nameAt(path)), reason: error instanceof Error ? oneLine(error.message) : '' }))
  }
}

/** A connection goes to the tab of its spec; one that was never saved (or was, since) to a tab of its URL, made if need be. */
function giveBack(connection: ConnectionSummary): void {
  if (connection.reopened) {
    showCapture(connection)
    return
  }
  const { tabs } = useTabs.getState()
  const home =
    tabs.find((tab) => tab.origin !== null && tab.origin === connection.origin) ?? tabs.find((tab) => tab.draft.spec.url === connection.url)
  const id = home?.id ?? openNewTab(connection.url)
  changeTab(id, (tab) => ({ ...tab, connections: [...tab.connections, connection.id], current: connection.id }))
}

function rememberOpenTabs(before: readonly string[]): void {
  let remembered = before.join('\n')
  const remember = (): void => {
    const paths = useTabs.getState().tabs.flatMap(({ origin }) => (origin === null ? [] : [origin]))
    const now = paths.join('\n')
    if (now === remembered) return
    remembered = now
    changeSettings({ tabs: paths })
  }
  remember()
  useTabs.subscribe(remember)
}
