import type { CollectionPreview } from '#shared/model/collection-import.ts'

/** A line of the tree of what would be written. */
export interface PreviewRow {
  readonly kind: 'folder' | 'spec'
  /** Among the preview's folders or specs. */
  readonly index: number
  /** From 1. */
  readonly level: number
  /** Indexes of the specs below it, or its own. */
  readonly specs: readonly number[]
}

interface Branch {
  readonly folders: number[]
  readonly specs: number[]
}

/** Folders and what is in them, in the order in which they will stand. Folders without a spec are left out. */
export function previewRows({ folders, specs }: Pick<CollectionPreview, 'folders' | 'specs'>): PreviewRow[] {
  const branches = folders.map((): Branch => ({ folders: [], specs: [] }))
  for (const [index, { parent }] of folders.entries()) if (parent !== null) branches[parent]?.folders.push(index)
  for (const [index, { folder }] of specs.entries()) branches[folder]?.specs.push(index)
  return folders.length > 0 ? rowsOf(0, branches, 1) : []
}

function rowsOf(folder: number, branches: readonly Branch[], level: number): PreviewRow[] {
  const branch = branches[folder]
  if (!branch) return []
  const below: PreviewRow[][] = [
    ...branch.specs.map((index): PreviewRow[] => [{ kind: 'spec', index, level: level + 1, specs: [index] }]),
    ...branch.folders.map((index) => rowsOf(index, branches, level + 1)),
  ]
  const inOrder = below.filter((rows) => rows.length > 0).sort((a, b) => firstOf(a) - firstOf(b))
  const found = inOrder.flatMap(([top]) => top?.specs ?? [])
  return found.length === 0 ? [] : [{ kind: 'folder', index: folder, level, specs: found }, ...inOrder.flat()]
}

const firstOf = (rows: readonly PreviewRow[]): number => rows[0]?.specs[0] ?? 0

/** 'mixed': some are. */
export function checkedState(row: PreviewRow, chosen: ReadonlySet<number>): boolean | 'mixed' {
  const count = row.specs.filter((index) => chosen.has(index)).length
  return count === 0 ? false : count === row.specs.length ? true : 'mixed'
}
