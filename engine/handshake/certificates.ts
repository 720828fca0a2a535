import type { X509Certificate } from 'node:crypto'
import type { CertificateFacts } from '#shared/model/handshake.ts'

/** More than any server has reason to send; a chain could be made to lead in a circle. */
const LONGEST_CHAIN = 20
const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp256k1: 256, secp384r1: 384, secp521r1: 521 }

/** A certificate and its issuers, as they were sent. */
export function chainOf(certificate: X509Certificate | undefined): CertificateFacts[] {
  const chain: CertificateFacts[] = []
  for (let next = certificate; next !== undefined && chain.length < LONGEST_CHAIN; next = issuerOf(next)) chain.push(factsOf(next))
  return chain
}

function issuerOf(certificate: X509Certificate): X509Certificate | undefined {
  const issuer = certificate.issuerCertificate
  return issuer?.fingerprint256 === certificate.fingerprint256 ? undefined : issuer
}

function factsOf(certificate: X509Certificate): CertificateFacts {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: certificate.subjectAltName?.split(', ') ?? [],
    validFrom: isoDate(certificate.validFrom),
    validTo: isoDate(certificate.validTo),
    ...keyOf(certificate),
    serialNumber: certificate.serialNumber,
    isAuthority: certificate.ca,
    fingerprint256: certificate.fingerprint256,
    pem: certificate.toString(),
  }
}

function keyOf(certificate: X509Certificate): Pick<CertificateFacts, 'keyType' | 'keyBits' | 'curve'> {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
    const curve = asymmetricKeyDetails?.namedCurve ?? null
    const keyBits = asymmetricKeyDetails?.modulusLength ?? (curve === null ? null : (CURVE_BITS[curve] ?? null))
    return { keyType: asymmetricKeyType ?? '', keyBits, curve }
  } catch {
    // A key of a kind this OpenSSL does not know is no reason to hide the rest.
    return { keyType: '', keyBits: null, curve: null }
  }
}

/** Subject alternative names, or the common name where there are none (and OpenSSL would go by it). */
export function namesOf(certificate: X509Certificate | undefined): string[] {
  const listed = certificate?.subjectAltName?.split(', ').map((entry) => entry.replace(/^(?:DNS|IP Address|URI):/, '')) ?? []
  const common = /^CN=(.*)$/m.exec(certificate?.subject ?? '')?.[1]
  return listed.length > 0 || common === undefined ? listed : [common]
}

export const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ')

export function isoDate(text: string | undefined): string {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? (text ?? '') : new Date(time).toISOString()
}
