import { useText } from '#renderer/i18n/i18n.ts'
import { formatCount } from '#renderer/ui/format.ts'
import { Select } from '#renderer/ui/Select.tsx'
import { changeInspector, useInspector } from '../inspector-store.ts'
import type { BytePages } from './byte-pages.ts'
import { numberReadings } from './hex-format.ts'

const LONGEST_NUMBER = 8

/** Where the selection stands, and the numbers that begin there. */
export function HexDetail({
  pages,
  start,
  length,
  total,
}: {
  readonly pages: BytePages
  readonly start: number
  readonly length: number
  readonly total: number
}) {
  const text = useText('inspector')
  const isLittleEndian = useInspector((state) => state.isLittleEndian)
  const readings = numberReadings(bytesFrom(pages, start, Math.min(LONGEST_NUMBER, total - start)), isLittleEndian)
  return (
    <footer className="hex-detail" id="hex-detail">
      <div className="hex-detail-line">
        <span>
          {text('offset')} <b>{formatCount(start)}</b> <span className="wire">0x{start.toString(16)}</span>
        </span>
        <span>
          {text('selected')} <b>{formatCount(length)} B</b>
        </span>
        <Select
          label={text('byteOrder')}
          className="inspector-switch"
          value={isLittleEndian ? 'little' : 'big'}
          options={[
            { value: 'little', text: text('littleEndian') },
            { value: 'big', text: text('bigEndian') },
          ]}
          onChange={(order) => changeInspector({ isLittleEndian: order === 'little' })}
        />
      </div>
      <dl className="hex-readings wire">
        {readings.map(({ type, text: value }) => (
          <div key={type}>
            <dt>{type}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </footer>
  )
}

function bytesFrom(pages: BytePages, start: number, count: number): Uint8Array {
  const bytes = Array.from({ length: count }, (_, index) => pages.byteAt(start + index))
  const missing = bytes.indexOf(undefined)
  return Uint8Array.from(missing === -1 ? bytes : bytes.slice(0, missing), (byte) => byte ?? 0)
}
