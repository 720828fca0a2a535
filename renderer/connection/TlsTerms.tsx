import { TLS_VERSIONS, type TlsOptions, type TlsVersion } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Select } from '../ui/Select.tsx'
import { TextLine } from './TextLine.tsx'
import { WordsLine } from './WordsLine.tsx'

const STANDARD = 'standard'
type Choice = TlsVersion | typeof STANDARD

const versionName = (version: TlsVersion): string => `TLS ${version === 'TLSv1' ? '1.0' : version.slice('TLSv'.length)}`
const orderOf = (version: TlsVersion): number => TLS_VERSIONS.indexOf(version)

/** The name asked for, the versions that are allowed, and what is offered by ALPN. */
export function TlsTerms({ tls, onChange }: { readonly tls: TlsOptions; readonly onChange: (tls: TlsOptions) => void }) {
  const text = useText('connection')
  const { minVersion, maxVersion } = tls
  const isNoneLeft = maxVersion !== null && orderOf(maxVersion) < orderOf(minVersion ?? 'TLSv1.2')
  return (
    <>
      <TextLine
        label={text('servername')}
        value={tls.servername}
        placeholder={text('fromUrl')}
        onChange={(event) => onChange({ ...tls, servername: event.target.value.trim() })}
      />
      <VersionLine
        label={text('minVersion')}
        standard="TLSv1.2"
        version={minVersion}
        onChange={(version) => onChange({ ...tls, minVersion: version })}
      />
      <VersionLine
        label={text('maxVersion')}
        standard="TLSv1.3"
        version={maxVersion}
        onChange={(version) => onChange({ ...tls, maxVersion: version })}
      />
      {isNoneLeft && <p className="request-warning">▲ {text('noVersionLeft')}</p>}
      <WordsLine label={text('alpn')} words={tls.alpn} placeholder={text('leftOut')} onChange={(alpn) => onChange({ ...tls, alpn })} />
      <p className="request-hint">{text('tlsTermsHint')}</p>
    </>
  )
}

function VersionLine({
  label,
  standard,
  version,
  onChange,
}: {
  readonly label: string
  readonly standard: TlsVersion
  readonly version: TlsVersion | null
  readonly onChange: (version: TlsVersion | null) => void
}) {
  const text = useText('connection')
  return (
    <div className="request-wide-line">
      <span>{label}</span>
      <Select<Choice>
        label={label}
        value={version ?? STANDARD}
        options={[
          { value: STANDARD, text: text('standardVersion', { version: versionName(standard) }) },
          ...TLS_VERSIONS.map((value) => ({ value, text: versionName(value) })),
        ]}
        onChange={(choice) => onChange(choice === STANDARD ? null : choice)}
      />
    </div>
  )
}
