import { create } from 'zustand'
import { type Failure, failureOf } from '#shared/errors.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import type { LibraryNode } from '#shared/model/library.ts'
import { call, on } from '../host/session.ts'

interface LibraryState {
  /** As the engine last told; null until then. */
  readonly nodes: readonly LibraryNode[] | null
  /** Why the workspace could not be listed. */
  readonly failure: Failure | null
  readonly expanded: ReadonlySet<LibraryPath>
  /** The row that keys act on. */
  readonly current: LibraryPath | null
  /** The row whose name is being typed. */
  readonly renaming: LibraryPath | null
  /** The row that is being given another folder. */
  readonly moving: LibraryPath | null
  readonly filter: string
}

export const ROOT = '' as LibraryPath

export const useLibrary = create<LibraryState>()(() => ({
  nodes: null,
  failure: null,
  expanded: new Set(),
  current: null,
  renaming: null,
  moving: null,
  filter: '',
}))

/** Reads the tree and follows it: each change this engine makes, and on coming back to the window what others made. */
export async function beginLibrary(): Promise<void> {
  on('library.changed', () => void refreshLibrary())
  window.addEventListener('focus', () => void refreshLibrary())
  await refreshLibrary()
}

let reading: Promise<void> | null = null
let isStale = false

/** Reads the tree again. Asked for while it is being read, it is read once more after that. */
export function refreshLibrary(): Promise<void> {
  isStale = true
  reading ??= readWhileStale()
  return reading
}

async function readWhileStale(): Promise<void> {
  while (isStale) {
    isStale = false
    try {
      useLibrary.setState({ nodes: await call('library.tree', null), failure: null })
    } catch (error) {
      useLibrary.setState({ failure: failureOf(error) })
    }
  }
  reading = null
}

export const setCurrent = (current: LibraryPath | null): void => useLibrary.setState({ current })
export const setRenaming = (renaming: LibraryPath | null): void => useLibrary.setState({ renaming })
export const setMoving = (moving: LibraryPath | null): void => useLibrary.setState({ moving })
export const setFilter = (filter: string): void => useLibrary.setState({ filter })

export function setExpanded(path: LibraryPath, isExpanded: boolean): void {
  useLibrary.setState(({ expanded }) => {
    const next = new Set(expanded)
    if (isExpanded) next.add(path)
    else next.delete(path)
    return { expanded: next }
  })
}

/** Opens every folder above a path, so that its row can be seen. */
export function reveal(path: LibraryPath): void {
  const names = path.split('/')
  // A prefix of a library path is a library path.
  const above = names.slice(1).map((_, index) => names.slice(0, index + 1).join('/') as LibraryPath)
  useLibrary.setState(({ expanded }) => ({ expanded: new Set([...expanded, ...above]), current: path }))
}
