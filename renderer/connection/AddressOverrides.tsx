import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { AddressOverride } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { placeOf, readOverride } from './address-override.ts'
import { withoutItem } from './list-edits.ts'

/** Where names lead in place of what the name servers say; the URL, `Host` and the certificate's name stay as they are. */
export function AddressOverrides({
  overrides,
  onChange,
}: {
  readonly overrides: readonly AddressOverride[]
  readonly onChange: (overrides: readonly AddressOverride[]) => void
}) {
  const text = useText('connection')
  const [place, setPlace] = useState('')
  const [address, setAddress] = useState('')
  const read = readOverride(place, address)

  function add(): void {
    if (!read) return
    onChange([...overrides, read])
    setPlace('')
    setAddress('')
  }

  const addOnEnter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') add()
  }

  return (
    <>
      <ul aria-label={text('overrides')}>
        {overrides.map((override, index) => (
          <li key={index} className="request-file">
            <span className="wire">
              {placeOf(override)} → {override.address}
            </span>
            <IconButton
              label={text('lineRemove', { noun: text('override'), number: index + 1 })}
              icon={<X size={13} />}
              onClick={() => onChange(withoutItem(overrides, index))}
            />
          </li>
        ))}
      </ul>
      <div className="request-add">
        <TextField
          isWire
          label={text('overridePlace')}
          value={place}
          placeholder="example.org:443"
          onChange={(event) => setPlace(event.target.value)}
          onKeyDown={addOnEnter}
        />
        <span aria-hidden="true">→</span>
        <TextField
          isWire
          label={text('overrideAddress')}
          value={address}
          placeholder="203.0.113.7"
          onChange={(event) => setAddress(event.target.value)}
          onKeyDown={addOnEnter}
        />
        <Button disabled={read === null} onClick={add}>
          {text('add')}
        </Button>
      </div>
      <p className="request-hint">{text('overridesHint')}</p>
    </>
  )
}
