import type { TlsFacts } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { Facts } from '../ui/Facts.tsx'
import { manyLines, oneLine } from '../ui/wire-text.ts'

/** The TLS connection and the server's certificate, which says what it likes: all of it is shown as wire text. */
export function TlsFactsView({ tls }: { readonly tls: TlsFacts }) {
  const text = useText('handshake')
  return (
    <Facts
      facts={[
        {
          name: text('trust'),
          value: (
            <span className={tls.authorized ? 'is-good' : 'is-bad'}>
              <span aria-hidden="true">{tls.authorized ? '✓' : '✕'}</span>{' '}
              {tls.authorized ? text('trusted') : text('untrusted', { reason: oneLine(tls.authorizationError ?? '') })}
            </span>
          ),
        },
        { name: text('tlsVersion'), value: oneLine(tls.version), isWire: true },
        { name: text('cipher'), value: oneLine(tls.cipher), isWire: true },
        { name: 'ALPN', value: tls.alpn === null ? text('none') : oneLine(tls.alpn), isWire: tls.alpn !== null },
        { name: text('subject'), value: manyLines(tls.subject), isWire: true },
        { name: text('issuer'), value: manyLines(tls.issuer), isWire: true },
        { name: text('valid'), value: text('validity', { from: oneLine(tls.validFrom), to: oneLine(tls.validTo) }) },
        { name: text('fingerprint'), value: oneLine(tls.fingerprint256), isWire: true },
      ]}
    />
  )
}
