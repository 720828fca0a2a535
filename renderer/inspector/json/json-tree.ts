import type { JsonDocument } from './json-document.ts'

/** Children of one node that are shown at once; where there are more they stand in groups of so many. */
export const GROUP_SIZE = 100
const INITIAL_ROWS = 200
const INITIAL_DEPTH = 24

/** A line of the tree: a node, or a run [from, to) of the children of a large one. */
export interface JsonRow {
  readonly id: string
  readonly node: number
  readonly group: { readonly from: number; readonly to: number } | null
  readonly depth: number
  /** Place among its siblings, from 0: an element's index. */
  readonly position: number
  readonly siblings: number
  readonly isExpandable: boolean
  readonly isExpanded: boolean
  /** A member before it, in the part that is shown, has the same name. */
  readonly isDuplicate: boolean
}

type Item = Omit<JsonRow, 'isExpandable' | 'isExpanded'>

/** Ids of the rows that are open. */
export type Expanded = ReadonlySet<string>

const ROOT: Item = { id: '0', node: 0, group: null, depth: 0, position: 0, siblings: 1, isDuplicate: false }

/** Every row that the expansion lets one see, in order. Its cost is that of the visible rows, not of the document. */
export function visibleRows(document: JsonDocument, expanded: Expanded): readonly JsonRow[] {
  const rows: JsonRow[] = []
  const waiting: Item[] = [ROOT]
  for (let item = waiting.pop(); item; item = waiting.pop()) {
    const isExpandable = item.group !== null || document.childCount(item.node) > 0
    const isExpanded = isExpandable && expanded.has(item.id)
    rows.push({ ...item, isExpandable, isExpanded })
    if (isExpanded) waiting.push(...itemsBelow(document, item).reverse())
  }
  return rows
}

function itemsBelow(document: JsonDocument, item: Item): Item[] {
  const total = document.childCount(item.node)
  if (item.group === null && total > GROUP_SIZE) return groupsOf(item, total)
  const { from, to } = item.group ?? { from: 0, to: total }
  const names = new Set<string>()
  return document.children(item.node, from, to).map((node, index) => {
    const name = document.key(node)
    const isDuplicate = name !== null && names.has(name)
    if (name !== null) names.add(name)
    return { id: String(node), node, group: null, depth: item.depth + 1, position: from + index, siblings: total, isDuplicate }
  })
}

function groupsOf({ node, depth }: Item, total: number): Item[] {
  const siblings = Math.ceil(total / GROUP_SIZE)
  return Array.from({ length: siblings }, (_, position) => {
    const from = position * GROUP_SIZE
    const group = { from, to: Math.min(from + GROUP_SIZE, total) }
    return { id: `${node}:${from}`, node, group, depth: depth + 1, position, siblings, isDuplicate: false }
  })
}

/** What is open at first: level by level, as long as it stays a page or two. */
export function initialExpansion(document: JsonDocument): Expanded {
  const expanded = new Set<string>()
  let level: Item[] = [ROOT]
  let rows = 1
  for (let depth = 0; depth < INITIAL_DEPTH && level.length > 0; depth++) {
    const below: Item[] = []
    for (const item of level) {
      const total = document.childCount(item.node)
      const added = total > GROUP_SIZE ? Math.ceil(total / GROUP_SIZE) : total
      if (item.group !== null || added === 0 || (depth > 0 && rows + added > INITIAL_ROWS)) continue
      expanded.add(item.id)
      rows += added
      below.push(...itemsBelow(document, item))
    }
    level = below
  }
  return expanded
}

/** With a row opened or closed. */
export function toggled(expanded: Expanded, id: string): Expanded {
  const changed = new Set(expanded)
  if (!changed.delete(id)) changed.add(id)
  return changed
}

/** With everything open that a node stands under. */
export function revealed(document: JsonDocument, expanded: Expanded, node: number): Expanded {
  const changed = new Set(expanded)
  for (let at = node, parent = document.parent(at); parent !== null; at = parent, parent = document.parent(at)) {
    changed.add(String(parent))
    if (document.childCount(parent) <= GROUP_SIZE) continue
    const position = document.position(at, parent)
    changed.add(`${parent}:${position - (position % GROUP_SIZE)}`)
  }
  return changed
}

/** The index of the row that `rows[index]` stands under; itself for the root. */
export function parentIndex(rows: readonly JsonRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0
  for (let at = index - 1; at >= 0; at--) {
    if ((rows[at]?.depth ?? 0) < depth) return at
  }
  return index
}

/** With the row and all of its siblings opened. */
export function siblingsExpanded(expanded: Expanded, rows: readonly JsonRow[], index: number): Expanded {
  const depth = rows[index]?.depth ?? 0
  const parent = parentIndex(rows, index)
  const changed = new Set(expanded)
  for (let at = parent === index ? index : parent + 1; at < rows.length; at++) {
    const row = rows[at]
    if (!row || row.depth < depth) break
    if (row.depth === depth && row.isExpandable) changed.add(row.id)
  }
  return changed
}

const PREVIEW_LENGTH = 80
const PREVIEW_CHILDREN = 8

/** The start of a folded object or array on one line, as written but for the space between. */
export function containerPreview(document: JsonDocument, node: number): string {
  const [open, close] = document.kind(node) === 'object' ? ['{', '}'] : ['[', ']']
  const parts: string[] = []
  let length = 0
  for (const child of document.children(node, 0, PREVIEW_CHILDREN)) {
    const key = document.rawKey(child)
    const value = document.isContainer(child) ? foldedContainer(document, child) : document.raw(child, PREVIEW_LENGTH)
    parts.push(key === null ? value : `${key}: ${value}`)
    length += parts.at(-1)?.length ?? 0
    if (length > PREVIEW_LENGTH) break
  }
  const isWhole = parts.length === document.childCount(node)
  return `${open}${parts.join(', ')}${isWhole ? '' : ', …'}${close}`
}

function foldedContainer(document: JsonDocument, node: number): string {
  const isEmpty = document.childCount(node) === 0
  if (document.kind(node) === 'object') return isEmpty ? '{}' : '{…}'
  return isEmpty ? '[]' : '[…]'
}
