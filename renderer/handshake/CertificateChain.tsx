import type { CertificateFacts } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Facts } from '../ui/Facts.tsx'
import { manyLines, oneLine } from '../ui/wire-text.ts'
import { type Validity, validityAt } from './validity.ts'

const SIGNS: Readonly<Record<Validity['state'], string>> = { valid: '✓', soon: '▲', expired: '✕', early: '✕', unreadable: '▲' }
const TONES: Readonly<Record<Validity['state'], string>> = {
  valid: 'is-good',
  soon: 'is-doubtful',
  expired: 'is-bad',
  early: 'is-bad',
  unreadable: 'is-doubtful',
}

/** The certificates as the server sent them, its own first; the first is open, and so is each that is not valid. */
export function CertificateChain({ chain, atMs }: { readonly chain: readonly CertificateFacts[]; readonly atMs: number }) {
  return (
    <ol className="certificate-chain">
      {chain.map((certificate, index) => (
        <li key={index}>
          <Certificate certificate={certificate} number={index + 1} validity={validityAt(certificate, atMs)} />
        </li>
      ))}
    </ol>
  )
}

function Certificate({
  certificate,
  number,
  validity,
}: {
  readonly certificate: CertificateFacts
  readonly number: number
  readonly validity: Validity
}) {
  const text = useText('handshake')
  const { subject, issuer, names, validFrom, validTo, serialNumber, fingerprint256, pem } = certificate
  const isBad = validity.state === 'expired' || validity.state === 'early'
  return (
    <>
      <details open={number === 1 || isBad}>
        <summary className="certificate-head">
          <span className="certificate-number">{number}</span>
          <span className="wire certificate-subject">{oneLine(commonName(subject))}</span>
          <span className="certificate-kind">{text(kindOf(certificate))}</span>
          <ValiditySign validity={validity} />
        </summary>
        <Facts
          facts={[
            { name: text('subject'), value: manyLines(subject), isWire: true },
            { name: text('issuer'), value: subject === issuer ? text('issuedItself') : manyLines(issuer), isWire: subject !== issuer },
            {
              name: text('names'),
              value: names.length === 0 ? text('none') : names.map((name, index) => <div key={index}>{oneLine(name)}</div>),
              isWire: names.length > 0,
            },
            { name: text('valid'), value: text('validity', { from: oneLine(shortTime(validFrom)), to: oneLine(shortTime(validTo)) }) },
            { name: text('publicKey'), value: keyText(certificate) || text('unknown'), isWire: true },
            { name: text('serialNumber'), value: oneLine(serialNumber), isWire: true },
            { name: text('fingerprint'), value: oneLine(fingerprint256), isWire: true },
          ]}
        />
      </details>
      <CopyButton label={text('copyPem', { number })} text={() => pem} />
    </>
  )
}

function ValiditySign({ validity: { state, days } }: { readonly validity: Validity }) {
  const text = useText('handshake')
  return (
    <span className={`certificate-validity ${TONES[state]}`}>
      <span aria-hidden="true">{SIGNS[state]}</span> {text(`validity_${state}`, { count: days })}
    </span>
  )
}

/** The common name, by which people know a certificate, or the whole subject where it has none. */
const commonName = (subject: string): string => /(?:^|, |\n)CN=([^\n]+?)(?=, [A-Za-z]+=|\n|$)/.exec(subject)?.[1] ?? subject

function kindOf({ subject, issuer, isAuthority }: CertificateFacts): string {
  if (subject === issuer) return isAuthority ? 'kind_root' : 'kind_selfSigned'
  return isAuthority ? 'kind_authority' : 'kind_end'
}

/** E.g. 'RSA 2048 bit', 'EC prime256v1 256 bit', 'ED25519'. */
function keyText({ keyType, keyBits, curve }: CertificateFacts): string {
  return oneLine([keyType.toUpperCase(), curve ?? '', keyBits === null ? '' : `${keyBits} bit`].filter(Boolean).join(' '))
}

/** '2026-11-22T20:06:47.000Z' as '2026-11-22 20:06 UTC'; anything else as it came. */
const shortTime = (iso: string): string => iso.replace(/^(\d{4,6}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/, '$1 $2 UTC')
