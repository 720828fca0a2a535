import { create } from 'zustand'
import { type Failure, failureOf } from '#shared/errors.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import type { SavedSpec } from '#shared/model/spec.ts'
import { call } from '../host/session.ts'
import { refreshLibrary } from '../library/library-store.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { nameAt } from './open-tabs.ts'
import { changeTab, isDirty, type Tab, tabOf, useTabs } from './tabs-store.ts'

interface SavingState {
  /** The tab that is being given a name and a folder. */
  readonly askingId: string | null
  /** Why a tab could not be saved to its file, by tab; until that is resolved. */
  readonly conflicts: Readonly<Record<string, Failure>>
}

export const useSaving = create<SavingState>()(() => ({ askingId: null, conflicts: {} }))

export function askForName(askingId: string | null): void {
  useSaving.setState({ askingId })
  // The folders that are offered shall be those that are there now.
  if (askingId !== null) void refreshLibrary()
}

/** Saves a tab to its file; one that has none is asked for a name first. */
export async function saveTab(id: string): Promise<void> {
  const tab = tabOf(id)(useTabs.getState())
  if (!tab) return
  if (tab.origin === null) return askForName(id)
  if (isDirty(tab)) await write(tab, tab.origin)
}

async function write(tab: Tab, path: LibraryPath): Promise<void> {
  try {
    await call('library.save', { path, saved: tab.draft })
    settle(tab.id, { saved: tab.draft })
  } catch (error) {
    const failure = failureOf(error)
    if (failure.code === 'library.changed' || failure.code === 'library.not-found') {
      useSaving.setState(({ conflicts }) => ({ conflicts: { ...conflicts, [tab.id]: failure } }))
    } else {
      notifyFailure(error)
    }
  }
}

/** Saves a tab to a new file. Rejects with the library's AppErrors ('library.invalid-name' …), which belong beside the name. */
export async function saveTabAs(id: string, folder: LibraryPath, name: string): Promise<void> {
  const tab = tabOf(id)(useTabs.getState())
  if (!tab) return
  const path = await call('library.create', { folder, name, saved: tab.draft })
  settle(id, { saved: tab.draft, origin: path, name: nameAt(path) })
  askForName(null)
}

/** Gives up what was changed here for what stands in the file. */
export async function reloadFromFile(id: string): Promise<void> {
  const path = tabOf(id)(useTabs.getState())?.origin
  if (!path) return
  try {
    const saved = await call('library.read', { path })
    settle(id, { saved, draft: saved })
  } catch (error) {
    notifyFailure(error)
  }
}

/** Saves over what another program wrote; the library keeps what it does not know of in that file. */
export async function keepMine(id: string): Promise<void> {
  const tab = tabOf(id)(useTabs.getState())
  if (!tab?.origin) return
  try {
    // Only what was read is ever overwritten.
    await call('library.read', { path: tab.origin })
    await write(tab, tab.origin)
  } catch (error) {
    notifyFailure(error)
  }
}

/** The file is gone: the tab becomes one that was never saved. */
export function detachTab(id: string): void {
  settle(id, { saved: null, origin: null })
}

function settle(id: string, change: { saved: SavedSpec | null } & Partial<Pick<Tab, 'draft' | 'origin' | 'name'>>): void {
  changeTab(id, (tab) => ({ ...tab, ...change }))
  useSaving.setState(({ conflicts }) => {
    const { [id]: _resolved, ...rest } = conflicts
    return { conflicts: rest }
  })
}
