import { memo, type ReactNode } from 'react'
import { type FrameRow, isControl, isRaw, OPCODE, VIOLATIONS } from '#shared/model/frame.ts'
import type { FrameNote } from '#shared/model/note.ts'
import { useText } from '../i18n/i18n.ts'
import { formatCount } from '../ui/format.ts'
import { oneLine } from '../ui/wire-text.ts'
import type { ListColumn } from './columns.ts'

/** The cells of one row of the frame list; a row that has not arrived yet shows its number only. */
export const FrameCells = memo(function FrameCells({
  seq,
  row,
  columns,
  time,
  note,
  isHit,
}: {
  /** Null while it is not known which frame stands here. */
  readonly seq: number | null
  readonly row: FrameRow | undefined
  readonly columns: readonly ListColumn[]
  readonly time: string
  readonly note: FrameNote | undefined
  /** Marked, or only there for a hit beside it; null where no query marks anything. */
  readonly isHit: boolean | null
}) {
  const text = useText('capture')
  return (
    <>
      <span
        role="gridcell"
        tabIndex={-1}
        className={`is-numeric frame-seq ${isHit === true ? 'frame-hit' : ''} ${isHit === false ? 'frame-beside' : ''}`}
      >
        {isHit === true && <span className="visually-hidden">{text('hit')} </span>}
        {note && <NoteSign note={note} />}
        {seq}
      </span>
      {columns.map((column) => (
        <span key={column} role="gridcell" tabIndex={-1} className={`${CELL_CLASS[column]} ${row ? toneClass(column, row) : ''}`}>
          {row && (column === 'time' ? time : <Cell column={column} row={row} />)}
        </span>
      ))}
    </>
  )
})

const CELL_CLASS: Readonly<Record<ListColumn, string>> = {
  time: 'is-numeric frame-time',
  direction: 'frame-direction',
  opcode: 'frame-opcode',
  length: 'is-numeric frame-length',
  wire: 'is-numeric frame-wire',
  preview: 'wire frame-preview',
}

function toneClass(column: ListColumn, row: FrameRow): string {
  if (column === 'direction' || column === 'opcode') return `frame-kind-${toneOf(row)}`
  return column === 'preview' && row.previewKind === 'hex' ? 'frame-preview-hex' : ''
}

/** What a person said of the frame, in the row's gutter; in full where the pointer rests. */
function NoteSign({ note }: { readonly note: FrameNote }) {
  const text = useText('capture')
  const said = [note.isBookmarked ? text('bookmarked') : '', note.text].filter(Boolean).join(': ')
  return (
    <span className="frame-note" title={said}>
      <span aria-hidden="true">{note.isBookmarked ? '⚑' : '✎'}</span>
      <span className="visually-hidden">{oneLine(said)} </span>
    </span>
  )
}

function Cell({ column, row }: { readonly column: Exclude<ListColumn, 'time'>; readonly row: FrameRow }): ReactNode {
  switch (column) {
    case 'direction':
      return <DirectionCell row={row} />
    case 'opcode':
      return <OpcodeCell row={row} />
    case 'length':
      return <Length row={row} />
    case 'wire':
      return formatCount(row.wireLength)
    case 'preview':
      return <PreviewCell row={row} />
  }
}

function DirectionCell({ row }: { readonly row: FrameRow }) {
  const text = useText('capture')
  return (
    <>
      <span className="frame-sign" aria-hidden="true">
        {signOf(row)}
      </span>
      <span className="visually-hidden">{text(row.direction === 'in' ? 'received' : 'sent')} </span>
    </>
  )
}

function OpcodeCell({ row }: { readonly row: FrameRow }) {
  const text = useText('capture')
  return (
    <>
      {isRaw(row) ? text('raw') : opcodeName(row)}
      {!row.fin && !isRaw(row) && (
        <abbr className="frame-mark" title={text('moreFragments')}>
          …
        </abbr>
      )}
      {row.compressed && (
        <abbr className="frame-mark" title={text('compressed')}>
          z
        </abbr>
      )}
    </>
  )
}

function PreviewCell({ row }: { readonly row: FrameRow }) {
  return (
    <>
      {row.violation && (
        <span className="frame-violation">
          ✕ {VIOLATIONS[row.violation].text} RFC {VIOLATIONS[row.violation].rfc}{' '}
        </span>
      )}
      {oneLine(row.preview)}
    </>
  )
}

/** A compressed message's length is what it inflates to; the last of several fragments tells of the joined message. */
function Length({ row }: { readonly row: FrameRow }) {
  const text = useText('capture')
  if (row.messageLength === null) return formatCount(row.payloadLength)
  if (row.messageFrames === null || row.messageFrames === 1) return formatCount(row.messageLength)
  return <span title={text('joined', { frames: row.messageFrames })}>Σ {formatCount(row.messageLength)}</span>
}

function signOf(row: FrameRow): string {
  const direction = row.direction === 'in' ? '↓' : '↑'
  return isControl(row.opcode) ? `◇${direction}` : direction
}

function toneOf(row: FrameRow): 'violation' | 'control' | 'received' | 'sent' {
  if (row.violation) return 'violation'
  if (isControl(row.opcode)) return 'control'
  return row.direction === 'in' ? 'received' : 'sent'
}

const OPCODE_NAMES = new Map<number, string>(Object.entries(OPCODE).map(([name, opcode]) => [opcode, name]))

/** The RFC's own word, or the opcode in hex where it is reserved. */
const opcodeName = ({ opcode }: FrameRow): string => OPCODE_NAMES.get(opcode) ?? `0x${opcode.toString(16)}`
