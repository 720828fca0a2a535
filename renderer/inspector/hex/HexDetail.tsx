import { Copy } from 'lucide-react'
import { useText } from '#renderer/i18n/i18n.ts'
import { IconButton } from '#renderer/ui/Button.tsx'
import { formatCount } from '#renderer/ui/format.ts'
import { Menu } from '#renderer/ui/Menu.tsx'
import { Select } from '#renderer/ui/Select.tsx'
import type { ByteSource } from '../byte-source.ts'
import { copyItems } from '../copy-items.ts'
import { changeInspector, useInspector } from '../inspector-store.ts'
import type { BytePages } from './byte-pages.ts'
import { type NumberReading, numberReadings } from './hex-format.ts'
import { timeReadings } from './time-readings.ts'
import { LONGEST_VARINT, varintReadings } from './varint-readings.ts'

/** Where the selection stands, and the numbers and times that begin there. */
export function HexDetail({
  source,
  pages,
  start,
  length,
}: {
  readonly source: ByteSource
  readonly pages: BytePages
  readonly start: number
  readonly length: number
}) {
  const text = useText('inspector')
  const isLittleEndian = useInspector((state) => state.isLittleEndian)
  const bytes = bytesFrom(pages, start, Math.min(LONGEST_VARINT, source.total - start))
  return (
    <footer className="hex-detail" id="hex-detail">
      <div className="hex-detail-line">
        <span>
          {text('offset')} <b>{formatCount(start)}</b> <span className="wire">0x{start.toString(16)}</span>
        </span>
        <span>
          {text('selected')} <b>{formatCount(length)} B</b>
        </span>
        <Menu
          trigger={<IconButton label={text('copySelection')} icon={<Copy size={13} />} />}
          items={copyItems(text, source, { first: start, count: length, name: `bytes_${start}` })}
        />
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
      <Readings label={text('numbers')} readings={[...numberReadings(bytes, isLittleEndian), ...varintReadings(bytes)]} />
      <Readings label={text('times')} readings={timeReadings(bytes, isLittleEndian)} isWide />
    </footer>
  )
}

function Readings({
  label,
  readings,
  isWide = false,
}: {
  readonly label: string
  readonly readings: readonly NumberReading[]
  readonly isWide?: boolean
}) {
  if (readings.length === 0) return null
  return (
    <dl className={`hex-readings wire ${isWide ? 'is-wide' : ''}`} aria-label={label}>
      {readings.map(({ type, text }) => (
        <div key={type}>
          <dt>{type}</dt>
          <dd title={text}>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

function bytesFrom(pages: BytePages, start: number, count: number): Uint8Array {
  const bytes = Array.from({ length: count }, (_, index) => pages.byteAt(start + index))
  const missing = bytes.indexOf(undefined)
  return Uint8Array.from(missing === -1 ? bytes : bytes.slice(0, missing), (byte) => byte ?? 0)
}
