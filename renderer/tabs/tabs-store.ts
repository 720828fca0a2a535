import { create } from 'zustand'
import type { ConnectionId, LibraryPath } from '#shared/model/ids.ts'
import { type ConnectionSpec, DEFAULT_SPEC, type SavedSpec } from '#shared/model/spec.ts'

/** One spec being worked on, saved or not, with the connections that were opened from it. */
export interface Tab {
  readonly id: string
  /** Where it is saved; null if it never was. */
  readonly origin: LibraryPath | null
  readonly name: string
  /** As it stands in the window. */
  readonly draft: SavedSpec
  /** As it stands in its file; null if it never was saved. */
  readonly saved: SavedSpec | null
  /** Oldest first. */
  readonly connections: readonly ConnectionId[]
  /** The connection that composer and inspector follow. */
  readonly current: ConnectionId | null
  /** All connections in columns, or only the current one. */
  readonly isSideBySide: boolean
  /** True for a capture that was opened again: it has one connection, which has ended, and nothing to save or to send. */
  readonly isReadOnly?: boolean
}

export interface TabsState {
  readonly tabs: readonly Tab[]
  readonly activeId: string | null
}

export const EMPTY_SAVED: SavedSpec = { spec: DEFAULT_SPEC, variables: [], messages: [] }

export const useTabs = create<TabsState>()(() => ({ tabs: [], activeId: null }))

// Transitions: pure, tab in, tab out.

export function withConnection(tab: Tab, id: ConnectionId): Tab {
  const connections = [...tab.connections, id]
  return { ...tab, connections, current: id, isSideBySide: connections.length > 1 }
}

/** A reconnect: the new connection stands in the place of the one it follows, which stays to be looked at. */
export function withSuccessor(tab: Tab, previous: ConnectionId, id: ConnectionId): Tab {
  return { ...tab, connections: [...tab.connections, id], current: tab.current === previous ? id : tab.current }
}

export function withoutConnection(tab: Tab, id: ConnectionId): Tab {
  const connections = tab.connections.filter((other) => other !== id)
  return {
    ...tab,
    connections,
    current: tab.current === id ? (connections.at(-1) ?? null) : tab.current,
    isSideBySide: tab.isSideBySide && connections.length > 1,
  }
}

export const isDirty = (tab: Tab): boolean => !tab.isReadOnly && JSON.stringify(tab.draft) !== JSON.stringify(tab.saved ?? EMPTY_SAVED)

// Actions.

let nextTab = 1

/** Opens a tab and shows it. A saved spec that is open already is only shown. */
export function openTab(tab: Pick<Tab, 'origin' | 'name' | 'draft' | 'saved'>): string {
  const open = tab.origin === null ? undefined : useTabs.getState().tabs.find((other) => other.origin === tab.origin)
  if (open) {
    activateTab(open.id)
    return open.id
  }
  const id = `tab-${nextTab++}`
  useTabs.setState(({ tabs }) => ({ tabs: [...tabs, { ...tab, id, connections: [], current: null, isSideBySide: false }], activeId: id }))
  return id
}

/** Opens a read-only tab of a capture that was opened again. */
export function openReadOnlyTab(name: string, url: string, id: ConnectionId): void {
  const tabId = `tab-${nextTab++}`
  const draft = { ...EMPTY_SAVED, spec: { ...DEFAULT_SPEC, url } }
  const tab: Tab = {
    id: tabId,
    origin: null,
    name,
    draft,
    saved: null,
    connections: [id],
    current: id,
    isSideBySide: false,
    isReadOnly: true,
  }
  useTabs.setState(({ tabs }) => ({ tabs: [...tabs, tab], activeId: tabId }))
}

export const activateTab = (id: string): void => useTabs.setState({ activeId: id })

/** Takes a tab off the strip and shows its neighbour. What becomes of its connections is the caller's to decide. */
export function removeTab(id: string): void {
  useTabs.setState(({ tabs, activeId }) => {
    const index = tabs.findIndex((tab) => tab.id === id)
    const rest = tabs.filter((tab) => tab.id !== id)
    return { tabs: rest, activeId: activeId === id ? (rest[Math.min(index, rest.length - 1)]?.id ?? null) : activeId }
  })
}

/** Puts a tab that was removed back to where it stood, and shows it. */
export function insertTab(tab: Tab, index: number): void {
  useTabs.setState(({ tabs }) => ({ tabs: tabs.toSpliced(index, 0, tab), activeId: tab.id }))
}

export function changeTab(id: string, change: (tab: Tab) => Tab): void {
  useTabs.setState(({ tabs }) => ({ tabs: tabs.map((tab) => (tab.id === id ? change(tab) : tab)) }))
}

export const changeSpec = (id: string, change: Partial<ConnectionSpec>): void =>
  changeTab(id, (tab) => ({ ...tab, draft: { ...tab.draft, spec: { ...tab.draft.spec, ...change } } }))

// Selectors.

export const tabOf = (id: string) => (state: TabsState) => state.tabs.find((tab) => tab.id === id)
export const activeTab = (state: TabsState) => state.tabs.find((tab) => tab.id === state.activeId)
