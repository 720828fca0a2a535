import type { ClientCertificate } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { FileLine } from './FileLine.tsx'
import { TextLine } from './TextLine.tsx'

/** Who this side says it is, where a server asks: PEM files, or a PFX file that stands for both. */
export function ClientCertificateFields({
  certificate,
  onChange,
}: {
  readonly certificate: ClientCertificate
  readonly onChange: (certificate: ClientCertificate) => void
}) {
  const text = useText('connection')
  const write = (change: Partial<ClientCertificate>): void => onChange({ ...certificate, ...change })
  const hasPfx = certificate.pfxFile !== ''
  return (
    <>
      <FileLine
        label={text('certFile')}
        value={certificate.certFile}
        extensions={['pem', 'crt', 'cer']}
        placeholder="client.pem"
        isDisabled={hasPfx}
        onChange={(certFile) => write({ certFile })}
      />
      <FileLine
        label={text('keyFile')}
        value={certificate.keyFile}
        extensions={['pem', 'key']}
        placeholder="client.key"
        isDisabled={hasPfx}
        onChange={(keyFile) => write({ keyFile })}
      />
      <FileLine
        label={text('pfxFile')}
        value={certificate.pfxFile}
        extensions={['pfx', 'p12']}
        placeholder="client.p12"
        onChange={(pfxFile) => write({ pfxFile })}
      />
      <TextLine
        label={text('passphrase')}
        type="password"
        autoComplete="new-password"
        value={certificate.passphrase}
        onChange={(event) => write({ passphrase: event.target.value })}
      />
      {certificate.passphrase !== '' && <p className="request-warning">▲ {text('passphraseStored')}</p>}
      <p className="request-hint">{text('clientHint')}</p>
    </>
  )
}
