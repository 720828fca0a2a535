import { type CSSProperties, useMemo, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Checkbox } from '#renderer/ui/Checkbox.tsx'
import { CopyButton } from '#renderer/ui/CopyButton.tsx'
import { FailureNote } from '#renderer/ui/FailureNote.tsx'
import { formatCount } from '#renderer/ui/format.ts'
import { useNewest } from '#renderer/ui/use-newest.ts'
import { VirtualGrid } from '#renderer/ui/VirtualGrid.tsx'
import { oneLine } from '#renderer/ui/wire-text.ts'
import { failureOf } from '#shared/errors.ts'
import type { ByteSource } from '../byte-source.ts'
import { changeInspector, useInspector } from '../inspector-store.ts'
import { columnWidths, numericColumns } from './column-widths.ts'
import { readTable, type Table } from './read-table.ts'
import './table-view.css'

const ROW_HEIGHT = 24
const MOST_SHOWN = 300

const nothing = (): void => undefined

/** Delimited text as a table of any length. Mount it anew (key) for another payload. */
export function TableView({ source }: { readonly source: ByteSource }) {
  const text = useText('inspector')
  const { answer, error } = useNewest(source, readTable)
  if (source.total === 0) return <p className="inspector-note">{text('empty')}</p>
  if (error !== undefined) return <FailureNote failure={failureOf(error)} />
  if (!answer) return <p className="inspector-note">{text('reading')}</p>
  return <Records table={answer} />
}

function Records({ table }: { readonly table: Table }) {
  const text = useText('inspector')
  const hasHead = useInspector((state) => state.hasTableHead)
  const [selected, setSelected] = useState<number | null>(null)
  const widths = useMemo(() => columnWidths(table), [table])
  const numeric = useMemo(() => numericColumns(table), [table])
  const { records, columns } = table
  const headRows = hasHead ? 1 : 0
  const head = hasHead ? records[0] : undefined
  const count = Math.max(0, records.length - headRows)
  const numberWidth = formatCount(count).length + 1
  const template = [`${numberWidth}ch`, ...widths.map((width) => `${width}ch`)].join(' ')
  const chars = widths.reduce((sum, width) => sum + width, numberWidth)
  // Twelve pixels lie between columns.
  const style = { '--grid-template': template, '--table-width': `calc(${chars}ch + ${columns * 12 + 40}px)` } as CSSProperties
  const chosen = selected === null ? undefined : records[selected + headRows]
  return (
    <div className="table-view">
      <div className="table-scroll">
        <div className="table-wide wire" style={style}>
          <VirtualGrid
            label={text('table')}
            columns={[
              { id: 'number', title: '#', isNumeric: true },
              ...widths.map((_, column) => ({
                id: String(column),
                title: oneLine((head?.[column] ?? String(column + 1)).slice(0, MOST_SHOWN)),
                isNumeric: numeric[column] ?? false,
              })),
            ]}
            count={count}
            rowHeight={ROW_HEIGHT}
            isFollowing={false}
            onFollowingChange={nothing}
            selected={selected}
            onSelect={setSelected}
            onOpen={nothing}
            onRange={nothing}
            renderRow={(row) => (
              <>
                <span role="gridcell" tabIndex={-1} className="is-numeric table-number">
                  {formatCount(row + 1)}
                </span>
                {widths.map((_, column) => (
                  <span key={column} role="gridcell" tabIndex={-1} className={numeric[column] ? 'is-numeric' : ''}>
                    {oneLine((records[row + headRows]?.[column] ?? '').slice(0, MOST_SHOWN))}
                  </span>
                ))}
              </>
            )}
          />
        </div>
      </div>
      <footer className="inspector-foot">
        <Checkbox checked={hasHead} onChange={(checked) => changeInspector({ hasTableHead: checked })}>
          {text('tableHead')}
        </Checkbox>
        <span>
          {text('tableSize', {
            rows: formatCount(count),
            columns: formatCount(columns),
            delimiter: text(`delimiter_${delimiterName(table)}`),
          })}
        </span>
        {table.oddRecords > 0 && <span className="is-warning">▲ {text('tableOdd', { count: table.oddRecords })}</span>}
        {(table.isCut || table.hasMoreColumns) && <span className="is-warning">▲ {text('tableCut')}</span>}
        {chosen && (
          <span className="table-chosen">
            {text('tableRow', { row: formatCount((selected ?? 0) + 1) })}
            <CopyButton label={text('copyRow')} text={() => chosen.join('\t')} />
          </span>
        )}
      </footer>
    </div>
  )
}

const NAMES = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const

const delimiterName = ({ delimiter }: Table): string => NAMES[delimiter]
