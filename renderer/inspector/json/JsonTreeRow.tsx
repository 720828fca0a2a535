import { useText } from '#renderer/i18n/i18n.ts'
import { formatCount } from '#renderer/ui/format.ts'
import { oneLine } from '#renderer/ui/wire-text.ts'
import type { JsonDocument } from './json-document.ts'
import { containerPreview, type JsonRow } from './json-tree.ts'

const INDENT_PX = 14
/** Deeper rows stand no further right; a tree of thousands of levels must not leave the window. */
const MOST_INDENTS = 30
const MOST_SHOWN = 400

/** One line of the tree. */
export function JsonTreeRow({
  id,
  document,
  row,
  isSelected,
  onSelect,
  onToggle,
}: {
  readonly id: string
  readonly document: JsonDocument
  readonly row: JsonRow
  readonly isSelected: boolean
  readonly onSelect: () => void
  readonly onToggle: () => void
}) {
  const { depth, isExpandable, isExpanded, position, siblings } = row
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and takes the keys
    <div
      id={id}
      className="json-row"
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-posinset={position + 1}
      aria-setsize={siblings}
      aria-selected={isSelected}
      aria-expanded={isExpandable ? isExpanded : undefined}
      style={{ paddingLeft: 6 + Math.min(depth, MOST_INDENTS) * INDENT_PX }}
      onClick={({ target }) => (target instanceof HTMLElement && 'toggle' in target.dataset ? onToggle() : onSelect())}
      onDoubleClick={onToggle}
    >
      <span className="json-row-toggle" data-toggle="">
        {isExpandable && (isExpanded ? '▾' : '▸')}
      </span>
      <Label document={document} row={row} />
      {row.group === null && <Value document={document} row={row} />}
    </div>
  )
}

function Label({ document, row }: { readonly document: JsonDocument; readonly row: JsonRow }) {
  const text = useText('inspector')
  if (row.group) {
    return (
      <span className="json-row-index">
        {formatCount(row.group.from)} … {formatCount(row.group.to - 1)}
      </span>
    )
  }
  if (row.depth === 0) return null
  const key = document.rawKey(row.node)
  return (
    <>
      {row.isDuplicate && (
        <abbr className="is-warning" title={text('jsonDuplicate')}>
          ▲{' '}
        </abbr>
      )}
      <span className={key === null ? 'json-row-index' : 'json-row-key'}>{key === null ? row.position : oneLine(clipped(key))}</span>
      <span className="json-row-colon">: </span>
    </>
  )
}

function Value({ document, row }: { readonly document: JsonDocument; readonly row: JsonRow }) {
  const text = useText('inspector')
  const kind = document.kind(row.node)
  if (!document.isContainer(row.node)) {
    return <span className={`json-row-value is-${kind}`}>{oneLine(clipped(document.raw(row.node, MOST_SHOWN + 1)))}</span>
  }
  const count = document.childCount(row.node)
  return (
    <span className="json-row-value">
      {row.isExpanded ? (kind === 'object' ? '{}' : '[]') : oneLine(containerPreview(document, row.node))}
      <span className="json-row-count">{text(kind === 'object' ? 'jsonMembers' : 'jsonElements', { count })}</span>
    </span>
  )
}

const clipped = (written: string): string => (written.length > MOST_SHOWN ? `${written.slice(0, MOST_SHOWN)}…` : written)
