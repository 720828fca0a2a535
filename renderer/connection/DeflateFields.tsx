import type { CompressionOffer } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Select } from '../ui/Select.tsx'

const WINDOW_BITS = ['8', '9', '10', '11', '12', '13', '14', '15'] as const

/** What is offered of RFC 7692. */
export function DeflateFields({
  compression,
  onChange,
}: {
  readonly compression: CompressionOffer
  readonly onChange: (compression: CompressionOffer) => void
}) {
  const text = useText('connection')
  const compress = (change: Partial<CompressionOffer>): void => onChange({ ...compression, ...change })
  return (
    <>
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
    </>
  )
}
