import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { VirtualRows, type VirtualRowsHandle } from '#renderer/ui/VirtualRows.tsx'
import { useFound } from '../find/use-find.ts'
import { textIndexAt } from '../text/utf8.ts'
import { JsonDetail } from './JsonDetail.tsx'
import { JsonTreeRow } from './JsonTreeRow.tsx'
import type { JsonDocument } from './json-document.ts'
import { type Expanded, initialExpansion, type JsonRow, revealed, toggled, visibleRows } from './json-tree.ts'
import { treeStep } from './tree-keys.ts'

const ROW_HEIGHT = 20

/** A JSON text as a tree that says what is written, to the character. */
export function JsonTree({ document }: { readonly document: JsonDocument }) {
  const text = useText('inspector')
  const id = useId()
  const rowsHandle = useRef<VirtualRowsHandle>(null)
  const [expanded, setExpanded] = useState<Expanded>(() => initialExpansion(document))
  const [selectedId, setSelectedId] = useState('0')
  const rows = useMemo(() => visibleRows(document, expanded), [document, expanded])
  const selected = Math.max(
    0,
    rows.findIndex((row) => row.id === selectedId),
  )

  const { current: match } = useFound()
  const wanted = useMemo(() => (match === null ? null : document.nodeAt(textIndexAt(document.text, null, match.start))), [match, document])
  useEffect(() => {
    if (wanted === null) return
    setExpanded((before) => revealed(document, before, wanted))
    setSelectedId(String(wanted))
  }, [wanted, document])
  const wantedRow = wanted === null || String(wanted) !== selectedId ? -1 : selected
  useEffect(() => {
    if (wantedRow !== -1) rowsHandle.current?.reveal(wantedRow)
  }, [wantedRow])

  function selectRow(index: number): void {
    const row = rows[index]
    if (!row) return
    setSelectedId(row.id)
    rowsHandle.current?.reveal(index)
  }

  function toggle(row: JsonRow): void {
    setSelectedId(row.id)
    if (row.isExpandable) setExpanded(toggled(expanded, row.id))
  }

  function pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = treeStep(rows, expanded, selected, event.key, rowsHandle.current?.pageRows() ?? 1)
    if (!step) return
    event.preventDefault()
    if (step.expanded !== expanded) setExpanded(step.expanded)
    if (step.index !== selected) selectRow(step.index)
  }

  const current = rows[selected]
  return (
    <div className="json-view">
      <VirtualRows
        className="json-tree wire"
        role="tree"
        aria-label={text('jsonTree')}
        aria-activedescendant={`${id}-${selected}`}
        tabIndex={0}
        onKeyDown={pressed}
        handle={rowsHandle}
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        renderRow={(index) => {
          const row = rows[index]
          if (!row) return null
          return (
            <JsonTreeRow
              key={row.id}
              id={`${id}-${index}`}
              document={document}
              row={row}
              isSelected={index === selected}
              onSelect={() => setSelectedId(row.id)}
              onToggle={() => toggle(row)}
            />
          )
        }}
      />
      {current && <JsonDetail document={document} row={current} />}
    </div>
  )
}
