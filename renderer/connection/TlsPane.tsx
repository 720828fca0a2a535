import type { TlsOptions } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { AuthorityFiles } from './AuthorityFiles.tsx'
import { ClientCertificateFields } from './ClientCertificateFields.tsx'
import { TlsTerms } from './TlsTerms.tsx'

/** Which certificates are trusted, which one is shown, and on what terms. */
export function TlsPane({ tls, onChange }: { readonly tls: TlsOptions; readonly onChange: (tls: TlsOptions) => void }) {
  const text = useText('connection')
  return (
    <div className="request-form request-columns">
      <div>
        <h3>{text('serverTrust')}</h3>
        <Checkbox checked={tls.verify} onChange={(verify) => onChange({ ...tls, verify })}>
          {text('verify')}
        </Checkbox>
        {!tls.verify && <p className="request-warning">▲ {text('verifyOff')}</p>}
        <h4>{text('caFiles')}</h4>
        <AuthorityFiles files={tls.caFiles} onChange={(caFiles) => onChange({ ...tls, caFiles })} />
      </div>
      <div>
        <h3>{text('clientCertificate')}</h3>
        <ClientCertificateFields
          certificate={tls.clientCertificate}
          onChange={(clientCertificate) => onChange({ ...tls, clientCertificate })}
        />
      </div>
      <div>
        <h3>{text('tlsTerms')}</h3>
        <TlsTerms tls={tls} onChange={onChange} />
      </div>
    </div>
  )
}
