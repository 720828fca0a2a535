import { memo } from 'react'
import { type FrameRow, isControl, isRaw, OPCODE, VIOLATIONS } from '#shared/model/frame.ts'
import { useText } from '../i18n/i18n.ts'
import { formatCount, formatSinceUs } from '../ui/format.ts'
import { oneLine } from '../ui/wire-text.ts'

/** The cells of one row of the frame list; a row that has not arrived yet shows its number only. */
export const FrameCells = memo(function FrameCells({
  seq,
  row,
  originUs,
  isHit,
}: {
  /** Null while it is not known which frame stands here. */
  readonly seq: number | null
  readonly row: FrameRow | undefined
  readonly originUs: number
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
        {seq}
      </span>
      <span role="gridcell" tabIndex={-1} className="is-numeric frame-time">
        {row && formatSinceUs(row.timeUs, originUs)}
      </span>
      <span role="gridcell" tabIndex={-1} className={row ? `frame-kind frame-kind-${toneOf(row)}` : ''}>
        {row && (
          <>
            <span className="frame-sign" aria-hidden="true">
              {signOf(row)}
            </span>
            <span className="visually-hidden">{text(row.direction === 'in' ? 'received' : 'sent')} </span>
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
        )}
      </span>
      <span role="gridcell" tabIndex={-1} className="is-numeric frame-length">
        {row && <Length row={row} />}
      </span>
      <span role="gridcell" tabIndex={-1} className="is-numeric frame-wire">
        {row && formatCount(row.wireLength)}
      </span>
      <span role="gridcell" tabIndex={-1} className={`wire frame-preview ${row?.previewKind === 'hex' ? 'frame-preview-hex' : ''}`}>
        {row?.violation && (
          <span className="frame-violation">
            ✕ {VIOLATIONS[row.violation].text} RFC {VIOLATIONS[row.violation].rfc}{' '}
          </span>
        )}
        {row && oneLine(row.preview)}
      </span>
    </>
  )
})

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
