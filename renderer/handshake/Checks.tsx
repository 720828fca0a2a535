import type { HandshakeCheck } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { oneLine } from '../ui/wire-text.ts'

/** The rules of the opening handshake, each kept or broken. */
export function Checks({ checks }: { readonly checks: readonly HandshakeCheck[] }) {
  const text = useText('handshake')
  return (
    <ul className="handshake-checks">
      {checks.map((check, index) => (
        <li key={index} className={check.ok ? 'is-kept' : 'is-broken'}>
          <span className="handshake-check-sign">
            <span aria-hidden="true">{check.ok ? '✓' : '✕'}</span> {text(check.ok ? 'kept' : 'broken')}
          </span>
          <span>{oneLine(check.text)}</span>
          <RfcLink rfc={check.rfc} />
        </li>
      ))}
    </ul>
  )
}

/** '6455 4.1' as a link to that section. */
function RfcLink({ rfc }: { readonly rfc: string }) {
  const [number, section] = rfc.split(' ')
  return (
    <a className="handshake-rfc" href={`https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`} target="_blank" rel="noreferrer">
      RFC {number} §{section}
    </a>
  )
}
