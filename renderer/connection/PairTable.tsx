import type { Pair } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { TextField } from '../ui/TextField.tsx'
import { LineActions } from './LineActions.tsx'
import { replacedItem } from './list-edits.ts'

const EMPTY: Pair = { name: '', value: '', enabled: true }

/** Names and values in order, duplicates and case kept; the last, empty line adds one. */
export function PairTable({
  label,
  noun,
  pairs,
  onChange,
  hint,
}: {
  readonly label: string
  /** What one line is called, e.g. 'Header'. */
  readonly noun: string
  readonly pairs: readonly Pair[]
  readonly onChange: (pairs: readonly Pair[]) => void
  readonly hint: string
}) {
  const text = useText('connection')
  const lines = [...pairs, EMPTY]
  return (
    <div className="pair-table">
      <ul aria-label={label}>
        {lines.map((pair, index) => {
          const isNew = index === pairs.length
          const named = { noun, number: index + 1 }
          const write = (change: Partial<Pair>): void =>
            onChange(replacedItem(lines, index, { ...pair, ...change }).slice(0, isNew ? undefined : -1))
          return (
            <li key={index} className={`pair-line ${pair.enabled ? '' : 'is-off'}`}>
              <Checkbox
                checked={pair.enabled}
                disabled={isNew}
                label={text('lineEnabled', named)}
                onChange={(enabled) => write({ enabled })}
              />
              <TextField
                isWire
                label={text('lineName', named)}
                value={pair.name}
                placeholder={text('name')}
                onChange={(event) => write({ name: event.target.value })}
              />
              <TextField
                isWire
                label={text('lineValue', named)}
                value={pair.value}
                placeholder={text('value')}
                onChange={(event) => write({ value: event.target.value })}
              />
              {!isNew && <LineActions noun={noun} items={pairs} index={index} onChange={onChange} />}
            </li>
          )
        })}
      </ul>
      <p className="request-hint">{hint}</p>
    </div>
  )
}
