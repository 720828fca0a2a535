import type { CertificateFacts, HandshakeReport, TlsFacts } from '#shared/model/handshake.ts'
import { countText } from '#shared/text/units.ts'
import { fact, factsOf, heading, type Page } from './page.ts'

const DAY_MS = 86_400_000
/** A certificate that ends within so many days is worth a look. */
const SOON_DAYS = 30

/** Reasons of OpenSSL, as the check that failed. */
const FAILED_CHECKS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'validity: a certificate has expired',
  CERT_NOT_YET_VALID: 'validity: a certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'name: the certificate is for other names',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'authority: the certificate is signed by itself, and not among the trusted ones',
  SELF_SIGNED_CERT_IN_CHAIN: 'authority: the last of the chain is not among the trusted ones',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'authority: who signed it is unknown, and was not sent along',
  UNABLE_TO_GET_ISSUER_CERT: 'authority: an issuer of the chain is unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'authority: an issuer of the chain is unknown',
  CERT_REVOKED: 'revocation: the certificate was revoked',
  CERT_SIGNATURE_FAILURE: 'signature: it does not fit the certificate',
  INVALID_PURPOSE: 'purpose: the certificate is not for servers',
}

const TRUST_CODES = ['tls.untrusted', 'tls.self-signed', 'tls.expired', 'tls.not-yet-valid', 'tls.wrong-name']

/** What was agreed on, and every certificate that came. `whose` is told where it is not the server. */
export function tlsLines(
  tls: TlsFacts,
  { timeUs, failure }: Pick<HandshakeReport, 'timeUs' | 'failure'>,
  page: Page,
  whose = '',
): readonly string[] {
  const wasEnd = failure !== null && (TRUST_CODES.includes(failure.code) || failure.code === 'proxy.tls-failed')
  return [
    ...heading(`TLS${whose}`, page),
    ...factsOf(
      [
        ['version', tls.version],
        ['cipher', tls.cipher],
        ['ALPN', tls.alpn ?? 'nothing was agreed on'],
        ['asked for', tls.servername === '' ? 'no name (SNI has none for an address)' : `${tls.servername} (SNI)`],
        ['our own', tls.clientCertificate === null ? null : `client certificate ${tls.clientCertificate}`],
      ],
      page,
    ),
    trustLine(tls, wasEnd, page),
    ...tls.chain.flatMap((certificate, index) => certificateLines(certificate, index, tls, timeUs / 1000, page)),
  ]
}

function trustLine({ authorized, authorizationError }: TlsFacts, wasEnd: boolean, page: Page): string {
  if (authorized) return fact('trusted', 'yes: validity, name, signatures and authority', page)
  const reason = authorizationError ?? 'unknown'
  const check = FAILED_CHECKS[reason]
  const after = wasEnd ? 'the handshake ended here' : 'accepted all the same, for the verification is off'
  return page.style('warning', fact('trusted', `no; failed check: ${check ? `${check} (${reason})` : reason}; ${after}`, plainly(page)))
}

/** Colours do not nest. */
const plainly = (page: Page): Page => ({ ...page, style: (_meaning, text) => text })

function certificateLines(certificate: CertificateFacts, index: number, tls: TlsFacts, nowMs: number, page: Page): readonly string[] {
  const { keyType, keyBits, curve } = certificate
  const key = [keyType.toUpperCase(), keyBits === null ? '' : `${keyBits} bits`, curve === null ? '' : `(${curve})`]
    .filter(Boolean)
    .join(' ')
  const role = index === 0 ? "the server's own" : certificate.isAuthority ? 'an authority' : 'not marked as an authority'
  return [
    '',
    `     ${page.style('strong', `Certificate ${index + 1} of ${tls.chain.length}`)}, ${role}`,
    ...factsOf(
      [
        ['subject', certificate.subject],
        ['issuer', certificate.issuer === certificate.subject ? `${certificate.issuer} (itself)` : certificate.issuer],
        ['names', certificate.names.join(', ') || (index === 0 ? 'none' : null)],
        ['valid', validityText(certificate, nowMs)],
        ['key', key],
        ['SHA-256', certificate.fingerprint256],
        ['serial', certificate.serialNumber],
      ],
      page,
    ),
    ...failedHere(certificate, index, tls, nowMs).map((text) => page.style('warning', fact('failed', text, plainly(page)))),
  ]
}

/** From when to when, and how many days that leaves. @param nowMs since the Unix epoch */
export function validityText({ validFrom, validTo }: Pick<CertificateFacts, 'validFrom' | 'validTo'>, nowMs: number): string {
  const [fromMs, toMs] = [Date.parse(validFrom), Date.parse(validTo)]
  const span = `${minuteText(validFrom)} to ${minuteText(validTo)} UTC`
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return `${validFrom} to ${validTo}`
  if (nowMs > toMs) return `${span}, expired ${daysText(nowMs - toMs)} ago`
  if (nowMs < fromMs) return `${span}, not valid for another ${daysText(fromMs - nowMs)}`
  const soon = toMs - nowMs < SOON_DAYS * DAY_MS ? ', ends soon' : ''
  return `${span}, ${daysText(toMs - nowMs)} left${soon}`
}

const minuteText = (iso: string): string => iso.slice(0, 16).replace('T', ' ')
const daysText = (milliseconds: number): string => countText(Math.floor(milliseconds / DAY_MS), 'day')

/** Which of the certificates failed the check, where that can be told from the reason. */
function failedHere(certificate: CertificateFacts, index: number, tls: TlsFacts, nowMs: number): readonly string[] {
  switch (tls.authorizationError) {
    case 'CERT_HAS_EXPIRED':
      return nowMs > Date.parse(certificate.validTo) ? ['this one has expired'] : []
    case 'CERT_NOT_YET_VALID':
      return nowMs < Date.parse(certificate.validFrom) ? ['this one is not valid yet'] : []
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return index === 0 ? ['none of its names is the one that was asked for'] : []
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return index === 0 ? ['signed by itself, and not trusted'] : []
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return certificate.issuer === certificate.subject ? ['signed by itself, and not trusted'] : []
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return index === tls.chain.length - 1 ? ['its issuer is unknown and was not sent'] : []
    default:
      return []
  }
}
