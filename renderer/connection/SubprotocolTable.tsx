import type { SubprotocolOffer } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { TextField } from '../ui/TextField.tsx'
import { LineActions } from './LineActions.tsx'
import { replacedItem } from './list-edits.ts'

/** Subprotocols in the order in which they are offered, the preferred one first (RFC 6455 section 1.9). */
export function SubprotocolTable({
  offers,
  onChange,
}: {
  readonly offers: readonly SubprotocolOffer[]
  readonly onChange: (offers: readonly SubprotocolOffer[]) => void
}) {
  const text = useText('connection')
  const lines = [...offers, { name: '', enabled: true }]
  return (
    <div className="pair-table">
      <ul aria-label={text('subprotocols')}>
        {lines.map((offer, index) => {
          const isNew = index === offers.length
          const named = { noun: text('subprotocol'), number: index + 1 }
          const write = (change: Partial<SubprotocolOffer>): void =>
            onChange(replacedItem(lines, index, { ...offer, ...change }).slice(0, isNew ? undefined : -1))
          return (
            <li key={index} className={`pair-line pair-line-single ${offer.enabled ? '' : 'is-off'}`}>
              <Checkbox
                checked={offer.enabled}
                disabled={isNew}
                label={text('lineEnabled', named)}
                onChange={(enabled) => write({ enabled })}
              />
              <TextField
                isWire
                label={text('lineName', named)}
                value={offer.name}
                placeholder="graphql-transport-ws"
                onChange={(event) => write({ name: event.target.value })}
              />
              {!isNew && <LineActions noun={text('subprotocol')} items={offers} index={index} onChange={onChange} />}
            </li>
          )
        })}
      </ul>
      <p className="request-hint">{text('subprotocolsHint')}</p>
    </div>
  )
}
