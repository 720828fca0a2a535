import { ADDRESS_FAMILIES, type ConnectionOptions, type ConnectionSpec } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Select } from '../ui/Select.tsx'
import { AddressOverrides } from './AddressOverrides.tsx'
import { CookieFields } from './CookieFields.tsx'
import { DeflateFields } from './DeflateFields.tsx'
import { JudgeFields, KeepAliveFields } from './JudgeFields.tsx'
import { LimitsFields } from './LimitsFields.tsx'
import { NumberField } from './NumberField.tsx'
import { ReconnectFields } from './ReconnectFields.tsx'

/** Limits, rules and pings, the way to the server, what is offered of RFC 7692, and what follows an end. */
export function OptionsPane({
  spec,
  onChange,
}: {
  readonly spec: ConnectionSpec
  readonly onChange: (change: Partial<ConnectionSpec>) => void
}) {
  const text = useText('connection')
  const { options, addresses } = spec
  const write = (change: Partial<ConnectionOptions>): void => onChange({ options: { ...options, ...change } })
  return (
    <div className="request-form request-columns">
      <div>
        <h3>{text('limits')}</h3>
        <LimitsFields options={options} onChange={write} />
      </div>
      <div>
        <h3>{text('way')}</h3>
        <NumberField
          label={text('maxRedirects')}
          unit={options.maxRedirects === 0 ? text('redirectsShown') : ''}
          value={options.maxRedirects}
          min={0}
          max={100}
          onChange={(maxRedirects) => write({ maxRedirects })}
        />
        <div className="request-line">
          <span>{text('addressFamily')}</span>
          <Select
            label={text('addressFamily')}
            value={addresses.family}
            options={ADDRESS_FAMILIES.map((family) => ({ value: family, text: text(`family_${family}`) }))}
            onChange={(family) => onChange({ addresses: { ...addresses, family } })}
          />
        </div>
        <h4>{text('overrides')}</h4>
        <AddressOverrides overrides={addresses.overrides} onChange={(overrides) => onChange({ addresses: { ...addresses, overrides } })} />
      </div>
      <div className="request-parameters">
        <h3>permessage-deflate</h3>
        <DeflateFields compression={options.compression} onChange={(compression) => write({ compression })} />
      </div>
      <div>
        <h3>{text('rules')}</h3>
        <JudgeFields options={options} onChange={write} />
        <h3>{text('pings')}</h3>
        <KeepAliveFields options={options} onChange={write} />
      </div>
      <div>
        <h3>{text('reconnect')}</h3>
        <ReconnectFields policy={options.reconnect} onChange={(reconnect) => write({ reconnect })} />
      </div>
      <div>
        <h3>{text('cookies')}</h3>
        <CookieFields useCookies={options.useCookies} onChange={(useCookies) => write({ useCookies })} />
      </div>
    </div>
  )
}
