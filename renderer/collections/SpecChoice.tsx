import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import type { CollectionPreview } from '#shared/model/collection-import.ts'
import { useText } from '../i18n/i18n.ts'
import { VirtualRows, type VirtualRowsHandle } from '../ui/VirtualRows.tsx'
import { changeImport, useImport, withChosen } from './import-store.ts'
import { checkedState, type PreviewRow, previewRows } from './preview-rows.ts'
import { SpecChoiceRow } from './SpecChoiceRow.tsx'

const ROW_HEIGHT = 24
const MOST_ROWS_SHOWN = 10

/** The tree of what would be written, with a check at each line. Arrows move, Space checks. */
export function SpecChoice({ preview }: { readonly preview: CollectionPreview }) {
  const text = useText('collections')
  const id = useId()
  const handle = useRef<VirtualRowsHandle>(null)
  const rows = useMemo(() => previewRows(preview), [preview])
  const chosen = useImport((state) => state.specs)
  const [current, setCurrent] = useState(0)

  function toggle(row: PreviewRow | undefined): void {
    if (row) changeImport({ specs: withChosen(chosen, row.specs, checkedState(row, chosen) !== true) })
  }

  function pressed(event: KeyboardEvent): void {
    if (event.key === ' ') {
      event.preventDefault()
      toggle(rows[current])
      return
    }
    const target = targetOf(event.key, current, rows.length, handle.current?.pageRows() ?? 1)
    if (target === null) return
    event.preventDefault()
    setCurrent(target)
    handle.current?.reveal(target)
  }

  return (
    <div className="import-tree-frame" style={{ height: Math.min(rows.length, MOST_ROWS_SHOWN) * ROW_HEIGHT + 2 }}>
      <VirtualRows
        className="import-tree"
        role="tree"
        aria-multiselectable
        aria-label={text('what')}
        aria-activedescendant={`${id}-${current}`}
        tabIndex={0}
        onKeyDown={pressed}
        handle={handle}
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        renderRow={(index) => {
          const row = rows[index]
          return (
            row && (
              <SpecChoiceRow
                key={`${row.kind}${row.index}`}
                id={`${id}-${index}`}
                row={row}
                preview={preview}
                checked={checkedState(row, chosen)}
                isCurrent={index === current}
                onToggle={() => {
                  setCurrent(index)
                  toggle(row)
                }}
              />
            )
          )
        }}
      />
    </div>
  )
}

function targetOf(key: string, current: number, count: number, page: number): number | null {
  const within = (index: number): number => Math.max(0, Math.min(count - 1, index))
  if (key === 'ArrowDown') return within(current + 1)
  if (key === 'ArrowUp') return within(current - 1)
  if (key === 'PageDown') return within(current + page)
  if (key === 'PageUp') return within(current - page)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}
