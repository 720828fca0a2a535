import type { CompressionOffer, ConnectionOptions } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { formatBytes } from '../ui/format.ts'
import { Select } from '../ui/Select.tsx'
import { NumberField } from './NumberField.tsx'

const WINDOW_BITS = ['8', '9', '10', '11', '12', '13', '14', '15'] as const

/** Limits, and what is offered of RFC 7692. */
export function OptionsPane({
  options,
  onChange,
}: {
  readonly options: ConnectionOptions
  readonly onChange: (options: ConnectionOptions) => void
}) {
  const text = useText('connection')
  const { compression } = options
  const compress = (change: Partial<CompressionOffer>): void => onChange({ ...options, compression: { ...compression, ...change } })
  return (
    <div className="request-form request-columns">
      <div>
        <h3>{text('limits')}</h3>
        <NumberField
          label={text('handshakeTimeout')}
          unit="ms"
          value={options.handshakeTimeoutMs}
          min={1}
          max={3_600_000}
          onChange={(handshakeTimeoutMs) => onChange({ ...options, handshakeTimeoutMs })}
        />
        <NumberField
          label={text('closeTimeout')}
          unit="ms"
          value={options.closeTimeoutMs}
          min={1}
          max={3_600_000}
          onChange={(closeTimeoutMs) => onChange({ ...options, closeTimeoutMs })}
        />
        <NumberField
          label={text('maxMessage')}
          unit={`B (${formatBytes(options.maxMessageBytes)})`}
          value={options.maxMessageBytes}
          min={1}
          max={2 ** 30}
          onChange={(maxMessageBytes) => onChange({ ...options, maxMessageBytes })}
        />
      </div>
      <div>
        <h3>permessage-deflate</h3>
        <Checkbox checked={compression.enabled} onChange={(enabled) => compress({ enabled })}>
          {text('offerCompression')}
        </Checkbox>
        <fieldset className="request-fieldset" disabled={!compression.enabled}>
          <legend className="visually-hidden">{text('compressionParameters')}</legend>
          <Checkbox
            checked={compression.serverNoContextTakeover}
            disabled={!compression.enabled}
            onChange={(serverNoContextTakeover) => compress({ serverNoContextTakeover })}
          >
            <span className="wire">server_no_context_takeover</span>
          </Checkbox>
          <Checkbox
            checked={compression.clientNoContextTakeover}
            disabled={!compression.enabled}
            onChange={(clientNoContextTakeover) => compress({ clientNoContextTakeover })}
          >
            <span className="wire">client_no_context_takeover</span>
          </Checkbox>
          <div className="request-line">
            <span className="wire">server_max_window_bits</span>
            <Select
              label="server_max_window_bits"
              value={String(compression.serverMaxWindowBits ?? 'none')}
              options={[{ value: 'none', text: text('leftOut') }, ...WINDOW_BITS.map((bits) => ({ value: bits, text: bits }))]}
              onChange={(value) => compress({ serverMaxWindowBits: value === 'none' ? null : Number(value) })}
            />
          </div>
          <div className="request-line">
            <span className="wire">client_max_window_bits</span>
            <Select
              label="client_max_window_bits"
              value={String(compression.clientMaxWindowBits ?? 'none')}
              options={[
                { value: 'none', text: text('leftOut') },
                { value: 'any', text: text('withoutValue') },
                ...WINDOW_BITS.map((bits) => ({ value: bits, text: bits })),
              ]}
              onChange={(value) => compress({ clientMaxWindowBits: value === 'none' ? null : value === 'any' ? 'any' : Number(value) })}
            />
          </div>
        </fieldset>
      </div>
    </div>
  )
}
