import type { LibraryPath } from '#shared/model/ids.ts'
import type { LibraryNode } from '#shared/model/library.ts'
import { matchesQuery } from '../ui/search.ts'

/** One line of the tree as it is shown. */
export interface LibraryRow {
  readonly node: LibraryNode
  /** From 1. */
  readonly level: number
  /** Its place among its siblings, from 1. */
  readonly position: number
  readonly siblings: number
  /** Null where it is no folder. */
  readonly isExpanded: boolean | null
}

/** The rows that can be seen, in order. */
export function visibleRows(nodes: readonly LibraryNode[], expanded: ReadonlySet<LibraryPath>, level = 1): LibraryRow[] {
  return nodes.flatMap((node, index) => {
    const isExpanded = node.kind === 'folder' ? expanded.has(node.path) : null
    const row = { node, level, position: index + 1, siblings: nodes.length, isExpanded }
    return node.kind === 'folder' && isExpanded ? [row, ...visibleRows(node.children, expanded, level + 1)] : [row]
  })
}

/** The nodes whose name or URL matches the filter, with the folders above them; a folder that matches comes whole. */
export function filterNodes(nodes: readonly LibraryNode[], filter: string): readonly LibraryNode[] {
  const query = filter.trim()
  if (query === '') return nodes
  return nodes.flatMap((node) => {
    if (matchesQuery(node.kind === 'spec' ? `${node.name} ${node.url}` : node.name, query)) return [node]
    const children = node.kind === 'folder' ? filterNodes(node.children, query) : []
    return node.kind === 'folder' && children.length > 0 ? [{ ...node, children }] : []
  })
}

/** Every node, folders before what is in them. */
export const allNodes = (nodes: readonly LibraryNode[]): readonly LibraryNode[] =>
  nodes.flatMap((node) => (node.kind === 'folder' ? [node, ...allNodes(node.children)] : [node]))

export const allFolders = (nodes: readonly LibraryNode[]): readonly LibraryPath[] =>
  allNodes(nodes)
    .filter((node) => node.kind === 'folder')
    .map((node) => node.path)

export const allSpecs = (nodes: readonly LibraryNode[]) => allNodes(nodes).filter((node) => node.kind === 'spec')

/** The folder a path stands in; '' is the workspace itself. */
export const folderOf = (path: LibraryPath): LibraryPath => path.slice(0, Math.max(0, path.lastIndexOf('/'))) as LibraryPath

/** True for the path itself and whatever stands below it. */
export const isWithin = (path: LibraryPath, folder: LibraryPath): boolean => path === folder || path.startsWith(`${folder}/`)

/** Where a path stands after `from` became `to`. */
export const rebased = (path: LibraryPath, from: LibraryPath, to: LibraryPath): LibraryPath =>
  isWithin(path, from) ? ((to + path.slice(from.length)) as LibraryPath) : path
