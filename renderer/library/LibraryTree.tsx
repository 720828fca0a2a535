import { type KeyboardEvent, useMemo, useRef } from 'react'
import type { LibraryPath } from '#shared/model/ids.ts'
import { useText } from '../i18n/i18n.ts'
import { isDirty, type TabsState, useTabs } from '../tabs/tabs-store.ts'
import { LibraryRow } from './LibraryRow.tsx'
import { setCurrent, useLibrary } from './library-store.ts'
import { allFolders, filterNodes, visibleRows } from './library-tree.ts'
import './library-tree.css'
import { rowElementId } from './focus-row.ts'
import { actOnKey } from './tree-keys.ts'

/** The tree of WAI-ARIA's pattern: one row takes the focus, keys move it, Enter opens. */
export function LibraryTree() {
  const text = useText('library')
  const nodes = useLibrary((state) => state.nodes)
  const expanded = useLibrary((state) => state.expanded)
  const filter = useLibrary((state) => state.filter)
  const current = useLibrary((state) => state.current)
  const dirtyPaths = useTabs(dirtyOrigins)
  const activePath = useTabs(activeOrigin)
  const typed = useRef({ text: '', atMs: 0 })

  const rows = useMemo(() => {
    const found = filterNodes(nodes ?? [], filter)
    // What was looked for is shown, wherever it stands.
    return visibleRows(found, filter.trim() === '' ? expanded : new Set(allFolders(found)))
  }, [nodes, expanded, filter])
  const dirty = useMemo(() => new Set(dirtyPaths.split('\n')), [dirtyPaths])
  const focusable = rows.some(({ node }) => node.path === current) ? current : (rows[0]?.node.path ?? null)

  function onKeyDown(event: KeyboardEvent): void {
    const index = rows.findIndex(({ node }) => node.path === focusable)
    const target = actOnKey(event, rows, index, typed.current)
    if (target === null) return
    setCurrent(target)
    document.getElementById(rowElementId(target))?.focus()
  }

  if (nodes && rows.length === 0) return <p className="library-none">{text('nothingFound')}</p>
  return (
    <div role="tree" aria-label={text('tree')} className="library-tree" onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <LibraryRow
          key={row.node.path}
          row={row}
          isFocusable={row.node.path === focusable}
          isActive={row.node.path === activePath}
          isDirty={dirty.has(row.node.path)}
        />
      ))}
    </div>
  )
}

/** Joined, so that the selector's answer is the same as long as nothing changed. */
const dirtyOrigins = ({ tabs }: TabsState): string =>
  tabs
    .filter((tab) => tab.origin !== null && isDirty(tab))
    .map(({ origin }) => origin)
    .join('\n')

const activeOrigin = ({ tabs, activeId }: TabsState): LibraryPath | null => tabs.find(({ id }) => id === activeId)?.origin ?? null
