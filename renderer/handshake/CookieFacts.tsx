import type { HandshakeCookies } from '#shared/model/cookie.ts'
import { useText } from '../i18n/i18n.ts'
import { oneLine } from '../ui/wire-text.ts'
import './cookie-facts.css'

/** What the cookie jar added to the request, and what became of each `Set-Cookie`. */
export function CookieFacts({ cookies }: { readonly cookies: HandshakeCookies }) {
  const text = useText('handshake')
  const { sent, offered } = cookies
  return (
    <>
      <p>
        {sent.length === 0 ? text('cookiesNoneSent') : text('cookiesSent', { count: sent.length })}{' '}
        {sent.length > 0 && <span className="wire">{sent.map(oneLine).join(', ')}</span>}
      </p>
      <ul className="handshake-cookies">
        {offered.map(({ raw, refused }, index) => (
          <li key={index} className={refused === null ? '' : 'is-refused'}>
            <span className={refused === null ? 'is-good' : 'is-doubtful'}>
              <span aria-hidden="true">{refused === null ? '✓' : '▲'}</span> {text(refused === null ? 'cookieKept' : 'cookieRefused')}
            </span>
            <span className="wire">{oneLine(raw)}</span>
            {refused !== null && <span className="handshake-cookies-reason">{refused}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}
