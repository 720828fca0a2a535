import type { ConnectionOptions } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { NumberField } from './NumberField.tsx'

const DAY_MS = 86_400_000

type Change = (change: Partial<ConnectionOptions>) => void

/** What becomes of a server that breaks a rule. */
export function JudgeFields({ options, onChange }: { readonly options: ConnectionOptions; readonly onChange: Change }) {
  const text = useText('connection')
  return (
    <>
      <Checkbox checked={options.tolerant} onChange={(tolerant) => onChange({ tolerant })}>
        {text('tolerant')}
      </Checkbox>
      <p className="request-hint">{text(options.tolerant ? 'tolerantHint' : 'strictHint')}</p>
    </>
  )
}

/** Pings: whether those of the server are answered, and whether some are sent by the clock. */
export function KeepAliveFields({ options, onChange }: { readonly options: ConnectionOptions; readonly onChange: Change }) {
  const text = useText('connection')
  const { automaticPong, keepAlive } = options
  const isOff = keepAlive.intervalMs === 0
  return (
    <>
      <Checkbox checked={automaticPong} onChange={(on) => onChange({ automaticPong: on })}>
        {text('automaticPong')}
      </Checkbox>
      <NumberField
        label={text('keepAliveInterval')}
        unit={isOff ? text('keepAliveOff') : 'ms'}
        value={keepAlive.intervalMs}
        min={0}
        max={DAY_MS}
        onChange={(intervalMs) => onChange({ keepAlive: { ...keepAlive, intervalMs } })}
      />
      <NumberField
        label={text('pongTimeout')}
        unit={keepAlive.pongTimeoutMs === 0 ? text('pongForEver') : 'ms'}
        value={keepAlive.pongTimeoutMs}
        min={0}
        max={DAY_MS}
        onChange={(pongTimeoutMs) => onChange({ keepAlive: { ...keepAlive, pongTimeoutMs } })}
      />
    </>
  )
}
