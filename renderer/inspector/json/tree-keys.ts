import { type Expanded, type JsonRow, parentIndex, siblingsExpanded, toggled } from './json-tree.ts'

/** Where the selection goes and what opens or closes; null for a key that means nothing here. */
export interface TreeStep {
  readonly index: number
  readonly expanded: Expanded
}

/** The keys of a tree, as the ARIA Authoring Practices have them. */
export function treeStep(rows: readonly JsonRow[], expanded: Expanded, index: number, key: string, pageRows: number): TreeStep | null {
  const row = rows[index]
  if (!row) return null
  const to = (target: number): TreeStep => ({ index: Math.max(0, Math.min(rows.length - 1, target)), expanded })
  const toggle = (): TreeStep => ({ index, expanded: toggled(expanded, row.id) })
  switch (key) {
    case 'ArrowDown':
      return to(index + 1)
    case 'ArrowUp':
      return to(index - 1)
    case 'PageDown':
      return to(index + pageRows)
    case 'PageUp':
      return to(index - pageRows)
    case 'Home':
      return to(0)
    case 'End':
      return to(rows.length - 1)
    case 'ArrowRight':
      if (!row.isExpandable) return to(index)
      return row.isExpanded ? to(index + 1) : toggle()
    case 'ArrowLeft':
      return row.isExpanded ? toggle() : to(parentIndex(rows, index))
    case 'Enter':
    case ' ':
      return row.isExpandable ? toggle() : to(index)
    case '*':
      return { index, expanded: siblingsExpanded(expanded, rows, index) }
    default:
      return null
  }
}
