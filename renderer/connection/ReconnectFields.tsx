import { useState } from 'react'
import type { ReconnectPolicy } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { formatMs } from '../ui/format.ts'
import { TextField } from '../ui/TextField.tsx'
import { readCloseCodes } from './close-code-list.ts'
import { NumberField } from './NumberField.tsx'

const DAY_MS = 86_400_000

/** Whether, how often and how late a connection that ended by itself is followed by another. */
export function ReconnectFields({
  policy,
  onChange,
}: {
  readonly policy: ReconnectPolicy
  readonly onChange: (policy: ReconnectPolicy) => void
}) {
  const text = useText('connection')
  const write = (change: Partial<ReconnectPolicy>): void => onChange({ ...policy, ...change })
  return (
    <>
      <NumberField
        label={text('reconnectAttempts')}
        unit={policy.attempts === 0 ? text('reconnectOff') : ''}
        value={policy.attempts}
        min={0}
        max={1_000_000}
        onChange={(attempts) => write({ attempts })}
      />
      <NumberField
        label={text('reconnectDelay')}
        unit="ms"
        value={policy.delayMs}
        min={0}
        max={DAY_MS}
        onChange={(delayMs) => write({ delayMs })}
      />
      <NumberField
        label={text('reconnectMaxDelay')}
        unit={`ms = ${formatMs(policy.maxDelayMs)}`}
        value={policy.maxDelayMs}
        min={0}
        max={DAY_MS}
        onChange={(maxDelayMs) => write({ maxDelayMs })}
      />
      <StopCodes codes={policy.stopCodes} onChange={(stopCodes) => write({ stopCodes })} />
      <p className="request-hint">{text('reconnectHint')}</p>
    </>
  )
}

function StopCodes({ codes, onChange }: { readonly codes: readonly number[]; readonly onChange: (codes: readonly number[]) => void }) {
  const text = useText('connection')
  const [typed, setTyped] = useState<string | null>(null)
  const isBad = typed !== null && readCloseCodes(typed) === null

  function type(entry: string): void {
    setTyped(entry)
    const read = readCloseCodes(entry)
    if (read !== null) onChange(read)
  }

  return (
    <div className="request-line">
      <span>{text('reconnectStopCodes')}</span>
      <TextField
        label={text('reconnectStopCodes')}
        isWire
        value={typed ?? codes.join(', ')}
        problem={isBad ? text('stopCodesBounds') : ''}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
      <span />
    </div>
  )
}
