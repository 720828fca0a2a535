import type { Span } from '../find/find-query.ts'
import type { BytePages } from './byte-pages.ts'
import { asciiText, byteText, offsetText } from './hex-format.ts'

/** One line of bytes: where they stand, what they are, and what they are in ASCII. Bytes [start, end) are selected. */
export function HexRow({
  row,
  rowBytes,
  total,
  pages,
  start,
  end,
  found,
}: {
  readonly row: number
  readonly rowBytes: number
  readonly total: number
  readonly pages: BytePages
  readonly start: number
  readonly end: number
  /** Matches of what is looked for, in order. */
  readonly found: readonly Span[]
}) {
  const first = row * rowBytes
  const offsets = Array.from({ length: Math.min(rowBytes, total - first) }, (_, index) => first + index)
  const shownAs = (offset: number, write: (byte: number) => string): string => {
    const byte = pages.byteAt(offset)
    return byte === undefined ? ' ' : write(byte)
  }
  const inRow = spansWithin(found, first, first + rowBytes)
  const lookOf = (offset: number): string =>
    `${offset >= start && offset < end ? 'is-selected' : ''} ${inRow.some((span) => offset >= span.start && offset < span.end) ? 'is-found' : ''} ${pages.byteAt(offset) === 0 ? 'is-zero' : ''}`
  return (
    <div className="hex-row" role="row" tabIndex={-1} aria-rowindex={row + 1}>
      <span className="hex-offset" role="gridcell" tabIndex={-1}>
        {offsetText(first)}
      </span>
      <span className={`hex-bytes hex-bytes-${rowBytes}`} role="gridcell" tabIndex={-1}>
        {offsets.map((offset) => (
          <span key={offset} data-at={offset} className={`hex-byte ${lookOf(offset)}`}>
            {shownAs(offset, byteText)}{' '}
          </span>
        ))}
      </span>
      <span className="hex-ascii" role="gridcell" tabIndex={-1}>
        {offsets.map((offset) => (
          <span key={offset} data-at={offset} className={lookOf(offset)}>
            {shownAs(offset, asciiText)}
          </span>
        ))}
      </span>
    </div>
  )
}

/** Those of the matches that lie in bytes [first, end), by a binary search for the first: there may be thousands. */
function spansWithin(spans: readonly Span[], first: number, end: number): readonly Span[] {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.end ?? 0) <= first) low = middle + 1
    else high = middle
  }
  const within: Span[] = []
  for (let at = low; (spans[at]?.start ?? end) < end; at++) within.push(...spans.slice(at, at + 1))
  return within
}
