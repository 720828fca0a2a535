import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Checkbox } from '#renderer/ui/Checkbox.tsx'
import { FailureNote } from '#renderer/ui/FailureNote.tsx'
import { formatBytes, formatCount } from '#renderer/ui/format.ts'
import { useNewest } from '#renderer/ui/use-newest.ts'
import { VirtualRows, type VirtualRowsHandle } from '#renderer/ui/VirtualRows.tsx'
import { failureOf } from '#shared/errors.ts'
import { useFound } from '../find/use-find.ts'
import { changeInspector, useInspector } from '../inspector-store.ts'
import type { Payload } from '../payload.ts'
import { textIndexAt } from '../text/utf8.ts'
import { rowAt } from './markup-rows.ts'
import { readSource, type SourceText } from './read-source.ts'
import { SourceRow } from './SourceRow.tsx'
import './source-view.css'

const ROW_HEIGHT = 18

/** XML or HTML as it was written, in colour and with line numbers; laid out where a person wants it so. Nothing of it takes effect. */
export function SourceView({ payload }: { readonly payload: Payload }) {
  const text = useText('inspector')
  const { answer, error } = useNewest(payload, ({ source, format }) => readSource(source, format.kind === 'html'))
  if (payload.source.total === 0) return <p className="inspector-note">{text('empty')}</p>
  if (error !== undefined) return <FailureNote failure={failureOf(error)} />
  if (!answer) return <p className="inspector-note">{text('reading')}</p>
  return <Source source={answer} total={payload.source.total} />
}

function Source({ source, total }: { readonly source: SourceText; readonly total: number }) {
  const text = useText('inspector')
  const isLaidOut = useInspector((state) => state.isLaidOut)
  const handle = useRef<VirtualRowsHandle>(null)
  const rows = isLaidOut ? source.laidOut : source.plain
  const count = rows.start.length
  const lines = source.plain.line.findLast((line) => line > 0) ?? 0
  const { current } = useFound()
  const match = useMemo(
    () =>
      current === null ? null : { start: textIndexAt(source.text, null, current.start), end: textIndexAt(source.text, null, current.end) },
    [current, source],
  )
  useEffect(() => {
    if (match !== null) handle.current?.reveal(rowAt(rows, match.start))
  }, [match, rows])

  return (
    <div className="source-view">
      <VirtualRows
        className="source-rows wire"
        role="region"
        aria-label={text('sourceText')}
        tabIndex={0}
        handle={handle}
        count={count}
        rowHeight={ROW_HEIGHT}
        onKeyDown={scrollByKey}
        style={{ '--line-digits': String(lines).length } as React.CSSProperties}
        renderRow={(row) => <SourceRow key={row} source={source} rows={rows} row={row} match={match} />}
      />
      <footer className="inspector-foot">
        <Checkbox checked={isLaidOut} onChange={(checked) => changeInspector({ isLaidOut: checked })}>
          {text('layOut')}
        </Checkbox>
        <span>{text('lines', { count: lines, shown: formatCount(lines) })}</span>
        {source.shownBytes < total && (
          <span className="is-warning">▲ {text('sourceCut', { shown: formatBytes(source.shownBytes), total: formatBytes(total) })}</span>
        )}
      </footer>
    </div>
  )
}

/** The browser scrolls by lines and pages; to the ends it goes by whole documents, which Home and End do here. */
function scrollByKey(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'Home' && event.key !== 'End') return
  event.currentTarget.scrollTop = event.key === 'Home' ? 0 : event.currentTarget.scrollHeight
  event.preventDefault()
}
