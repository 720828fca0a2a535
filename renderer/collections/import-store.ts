import { create } from 'zustand'
import type { Failure } from '#shared/errors.ts'
import type { CollectionPreview } from '#shared/model/collection-import.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import type { ChosenFile } from './chosen-files.ts'

interface ImportState {
  readonly isOpen: boolean
  readonly pasted: string
  /** What is read or shown; empty for what was pasted. */
  readonly files: readonly ChosenFile[]
  /** They could be opened as captures, too. */
  readonly canBeCaptures: boolean
  readonly preview: CollectionPreview | null
  /** Indexes of specs and environments that are to be written. */
  readonly specs: ReadonlySet<number>
  readonly environments: ReadonlySet<number>
  readonly folder: LibraryPath
  /** The share of the files that was handed in, while they are; null where nothing is read. */
  readonly reading: number | null
  readonly isWriting: boolean
  readonly failure: Failure | null
}

// The root of a library is ''.
const ROOT = '' as LibraryPath

export const CLOSED_IMPORT: ImportState = {
  isOpen: false,
  pasted: '',
  files: [],
  canBeCaptures: false,
  preview: null,
  specs: new Set(),
  environments: new Set(),
  folder: ROOT,
  reading: null,
  isWriting: false,
  failure: null,
}

export const useImport = create<ImportState>()(() => CLOSED_IMPORT)

export const changeImport = (change: Partial<ImportState>): void => useImport.setState(change)

/** A set with these in it, or without them. */
export function withChosen(chosen: ReadonlySet<number>, indexes: readonly number[], isChosen: boolean): ReadonlySet<number> {
  const changed = new Set(chosen)
  for (const index of indexes) {
    if (isChosen) changed.add(index)
    else changed.delete(index)
  }
  return changed
}
