import { type ConnectionOptions, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { formatBytes, formatCount } from '../ui/format.ts'
import { NumberField } from './NumberField.tsx'

const STANDARD = DEFAULT_SPEC.options
const MOST_BYTES = 2 ** 30

type ByteLimit = 'maxMessageBytes' | 'maxInflatedBytes' | 'maxHeadBytes'
type LimitName = ByteLimit | 'handshakeTimeoutMs' | 'closeTimeoutMs' | 'maxFragments'
type Change = (change: Partial<ConnectionOptions>) => void

/** How long is waited and how much is taken, each with what it is unless said otherwise. */
export function LimitsFields({ options, onChange }: { readonly options: ConnectionOptions; readonly onChange: Change }) {
  const text = useText('connection')
  const standard = (name: LimitName, format: (value: number) => string = formatCount): string =>
    options[name] === STANDARD[name] ? '' : text('standardIs', { value: format(STANDARD[name]) })
  const bytes = (label: string, name: ByteLimit, min: number, max: number) => (
    <NumberField
      label={label}
      unit={noteOf(formatBytes(options[name]), standard(name, formatBytes))}
      value={options[name]}
      min={min}
      max={max}
      onChange={(value) => onChange({ [name]: value })}
    />
  )
  return (
    <>
      <NumberField
        label={text('handshakeTimeout')}
        unit={noteOf('ms', standard('handshakeTimeoutMs'))}
        value={options.handshakeTimeoutMs}
        min={1}
        max={3_600_000}
        onChange={(handshakeTimeoutMs) => onChange({ handshakeTimeoutMs })}
      />
      <NumberField
        label={text('closeTimeout')}
        unit={noteOf('ms', standard('closeTimeoutMs'))}
        value={options.closeTimeoutMs}
        min={1}
        max={3_600_000}
        onChange={(closeTimeoutMs) => onChange({ closeTimeoutMs })}
      />
      {bytes(text('maxMessage'), 'maxMessageBytes', 1, MOST_BYTES)}
      {bytes(text('maxInflated'), 'maxInflatedBytes', 1, MOST_BYTES)}
      <NumberField
        label={text('maxFragments')}
        unit={standard('maxFragments')}
        value={options.maxFragments}
        min={1}
        max={2 ** 30}
        onChange={(maxFragments) => onChange({ maxFragments })}
      />
      {bytes(text('maxHead'), 'maxHeadBytes', 256, 16 * 1024 * 1024)}
    </>
  )
}

const noteOf = (unit: string, note: string): string => [unit, note].filter(Boolean).join(', ')
