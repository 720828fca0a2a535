import type { TlsFacts } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { type Fact, Facts } from '../ui/Facts.tsx'
import { oneLine } from '../ui/wire-text.ts'
import { CertificateChain } from './CertificateChain.tsx'

/** A TLS connection and the certificates, which say what they like: all of it is shown as wire text. */
export function TlsFactsView({ tls, atMs }: { readonly tls: TlsFacts; readonly atMs: number }) {
  const text = useText('handshake')
  const orNone = (name: string, value: string | null): Fact =>
    value === null || value === '' ? { name, value: text('none') } : { name, value: oneLine(value), isWire: true }
  return (
    <>
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
          orNone('ALPN', tls.alpn),
          orNone(text('servername'), tls.servername),
          orNone(text('clientCertificate'), tls.clientCertificate),
        ]}
      />
      <h4 className="handshake-part">{text('chain')}</h4>
      <CertificateChain chain={tls.chain} atMs={atMs} />
    </>
  )
}
