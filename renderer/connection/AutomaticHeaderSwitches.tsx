import type { AutomaticHeaders, ConnectionSpec } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Checkbox } from '../ui/Checkbox.tsx'

const SWITCHES: readonly { readonly key: keyof AutomaticHeaders; readonly header: string }[] = [
  { key: 'host', header: 'Host' },
  { key: 'userAgent', header: 'User-Agent' },
  { key: 'origin', header: 'Origin' },
]

/** The headers Sockscope writes by itself, each to be switched off; one that the spec lists itself stands there instead. */
export function AutomaticHeaderSwitches({
  spec,
  onChange,
}: {
  readonly spec: ConnectionSpec
  readonly onChange: (change: Partial<ConnectionSpec>) => void
}) {
  const text = useText('connection')
  const isListed = (header: string): boolean =>
    spec.headers.some(({ enabled, name }) => enabled && name.toLowerCase() === header.toLowerCase())
  return (
    <fieldset className="request-switches">
      <legend>{text('automaticHeaders')}</legend>
      {SWITCHES.map(({ key, header }) => (
        <Checkbox
          key={key}
          checked={spec.automaticHeaders[key] && !isListed(header)}
          disabled={isListed(header)}
          onChange={(isOn) => onChange({ automaticHeaders: { ...spec.automaticHeaders, [key]: isOn } })}
        >
          <span className="wire">{header}</span>
          {isListed(header) && <span className="request-note">{text('listedBelow')}</span>}
        </Checkbox>
      ))}
    </fieldset>
  )
}
