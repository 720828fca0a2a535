import { ChevronRight, Ellipsis, Folder } from 'lucide-react'
import { type CSSProperties, type DragEvent, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { IconButton } from '../ui/Button.tsx'
import { ContextMenu, Menu } from '../ui/Menu.tsx'
import { oneLine } from '../ui/wire-text.ts'
import { beginDrag, draggedPath, isRowDragged } from './dragging.ts'
import { rowElementId } from './focus-row.ts'
import { move, openNode } from './library-actions.ts'
import { setCurrent, useLibrary } from './library-store.ts'
import { folderOf, type LibraryRow as Row } from './library-tree.ts'
import { nodeMenu } from './node-menu.ts'
import { RenameField } from './RenameField.tsx'

interface LibraryRowProps {
  readonly row: Row
  /** The one row that Tab reaches. */
  readonly isFocusable: boolean
  /** The spec of the shown tab. */
  readonly isActive: boolean
  readonly isDirty: boolean
}

/** One folder, spec or broken file. */
export function LibraryRow({ row, isFocusable, isActive, isDirty }: LibraryRowProps) {
  const text = useText('library')
  const { node, level } = row
  const isRenaming = useLibrary((state) => state.renaming === node.path)
  const [isTarget, setTarget] = useState(false)
  const menu = nodeMenu(node, text)
  const reason = node.kind === 'broken' ? node.failure.message : ''
  const said = [oneLine(node.name), isDirty ? text('unsaved') : '', oneLine(reason)].filter(Boolean).join(', ')
  // What is dropped on a spec goes beside it.
  const folder = node.kind === 'folder' ? node.path : folderOf(node.path)

  function dragOver(event: DragEvent): void {
    if (!isRowDragged(event)) return
    event.preventDefault()
    event.stopPropagation()
    setTarget(true)
  }

  function drop(event: DragEvent): void {
    setTarget(false)
    const path = draggedPath(event)
    if (path !== null) void move(path, folder)
  }

  return (
    <ContextMenu items={menu}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the tree, for the row that has the focus. */}
      <div
        id={rowElementId(node.path)}
        role="treeitem"
        className={`library-row ${isActive ? 'is-active' : ''} ${isTarget ? 'is-target' : ''}`}
        style={{ '--level': level } as CSSProperties}
        // Its content has the name of a menu's button too.
        aria-label={said}
        aria-level={level}
        aria-posinset={row.position}
        aria-setsize={row.siblings}
        aria-expanded={row.isExpanded ?? undefined}
        aria-selected={isActive}
        tabIndex={isFocusable ? 0 : -1}
        title={node.kind === 'spec' ? oneLine(node.url) : undefined}
        draggable={!isRenaming}
        onFocus={() => setCurrent(node.path)}
        onClick={() => !isRenaming && openNode(node)}
        onDragStart={(event) => beginDrag(event, node.path)}
        onDragOver={dragOver}
        onDragLeave={() => setTarget(false)}
        onDrop={drop}
      >
        <RowSign row={row} />
        {isRenaming ? <RenameField node={node} /> : <span className="library-name">{oneLine(node.name)}</span>}
        {isDirty && <span className="library-dirty" title={text('unsaved')} />}
        {!isRenaming && (
          // The menu stands in the page's body, but React's events bubble through here.
          // biome-ignore lint/a11y/noStaticElementInteractions: only keeps clicks and keys of the menu from the row.
          <span className="library-more" onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
            <Menu
              align="end"
              keepFocus
              trigger={<IconButton tabIndex={-1} label={text('more', { name: oneLine(node.name) })} icon={<Ellipsis size={14} />} />}
              items={menu}
            />
          </span>
        )}
        {node.kind === 'broken' && (
          <span className="library-reason" title={`${node.failure.message} ${node.failure.hint}`}>
            {oneLine(reason)}
          </span>
        )}
      </div>
    </ContextMenu>
  )
}

function RowSign({ row: { node, isExpanded } }: { readonly row: Row }) {
  if (node.kind === 'folder') {
    return (
      <>
        <ChevronRight size={13} className={`library-chevron ${isExpanded ? 'is-open' : ''}`} aria-hidden="true" />
        <Folder size={14} className="library-folder" aria-hidden="true" />
      </>
    )
  }
  return (
    <span className={`library-sign library-sign-${node.kind}`} aria-hidden="true">
      {node.kind === 'broken' ? '✕' : '⇄'}
    </span>
  )
}
