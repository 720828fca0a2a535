import type { LibraryPath } from '#shared/model/ids.ts'
import type { LibraryNode } from '#shared/model/library.ts'
import { call } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { nameAt, openSaved } from '../tabs/open-tabs.ts'
import { changeTab, EMPTY_SAVED, type Tab, useTabs } from '../tabs/tabs-store.ts'
import { oneLine } from '../ui/wire-text.ts'
import { refreshLibrary, reveal, setExpanded, setMoving, setRenaming, useLibrary } from './library-store.ts'
import { allNodes, folderOf, isWithin, rebased } from './library-tree.ts'

/** Enter or a click: a folder opens and closes, a spec gets its tab, a broken file says what is wrong with it. */
export function openNode(node: LibraryNode): void {
  if (node.kind === 'folder') setExpanded(node.path, !useLibrary.getState().expanded.has(node.path))
  else openSaved(node.path).catch(notifyFailure)
}

/** Makes a spec in a folder, opens it, and lets its name be typed. */
export async function addSpec(folder: LibraryPath): Promise<void> {
  await shown(call('library.create', { folder, name: textOf('library', 'newName'), saved: EMPTY_SAVED }), async (path) => {
    await openSaved(path)
    setRenaming(path)
  })
}

export async function addFolder(folder: LibraryPath): Promise<void> {
  await shown(call('library.createFolder', { folder, name: textOf('library', 'newFolderName') }), setRenaming)
}

export async function duplicate(path: LibraryPath): Promise<void> {
  await shown(call('library.duplicate', { path }), setRenaming)
}

/** Gives another name. @returns whether it took; if not, a notice says why */
export async function rename(path: LibraryPath, name: string): Promise<boolean> {
  return shown(call('library.rename', { path, name }), (to) => follow(path, to))
}

export async function move(path: LibraryPath, folder: LibraryPath): Promise<void> {
  setMoving(null)
  if (folderOf(path) === folder) return
  await shown(call('library.move', { path, folder }), (to) => follow(path, to))
}

/** Puts it into the workspace's trash. Tabs that show it become unsaved ones; undo brings back both. */
export async function remove(path: LibraryPath): Promise<void> {
  try {
    const { trash } = await call('library.delete', { path })
    const detached = useTabs.getState().tabs.filter(({ origin }) => origin !== null && isWithin(origin, path))
    for (const { id } of detached) changeTab(id, (tab) => ({ ...tab, origin: null, saved: null }))
    notify(textOf('library', 'deleted', { name: oneLine(nameAt(path)) }), {
      text: textOf('library', 'undo'),
      run: () => void restore(trash, path, detached),
    })
  } catch (error) {
    notifyFailure(error)
  }
}

async function restore(trash: string, from: LibraryPath, detached: readonly Tab[]): Promise<void> {
  await shown(call('library.restore', { trash }), (to) => {
    for (const { id, origin, saved } of detached) {
      const path = origin === null ? null : rebased(origin, from, to)
      changeTab(id, (tab) => (tab.origin === null && path !== null ? { ...tab, origin: path, name: nameAt(path), saved } : tab))
    }
  })
}

/** Waits for a change, shows where it led, and says what failed. */
async function shown(change: Promise<LibraryPath>, then: (path: LibraryPath) => void | Promise<void>): Promise<boolean> {
  try {
    const path = await change
    await refreshLibrary()
    reveal(path)
    await then(path)
    return true
  } catch (error) {
    notifyFailure(error)
    return false
  }
}

/** Tabs and opened folders go where their files went. */
function follow(from: LibraryPath, to: LibraryPath): void {
  for (const { id, origin } of useTabs.getState().tabs) {
    if (origin === null || !isWithin(origin, from)) continue
    const path = rebased(origin, from, to)
    changeTab(id, (tab) => ({ ...tab, origin: path, name: nameAt(path) }))
  }
  useLibrary.setState(({ expanded }) => ({ expanded: new Set([...expanded].map((path) => rebased(path, from, to))) }))
}

/** The folder in which something new is made: the current one, or the one around the current row. */
export function currentFolder(): LibraryPath {
  const { current, nodes } = useLibrary.getState()
  if (current === null) return '' as LibraryPath
  const node = allNodes(nodes ?? []).find(({ path }) => path === current)
  return node?.kind === 'folder' ? current : folderOf(current)
}
