import { isIP } from 'node:net'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { TlsVersion } from '#shared/model/spec.ts'
import { quote } from './quote.ts'
import { codeOf, detailOf } from './system-error.ts'

const NOT_YET_TRUSTED = 'Give the PEM file of its authority as a trusted CA, or switch the verification off for this connection.'

/**
 * A certificate that was refused.
 *
 * @param code OpenSSL's name of the reason, e.g. 'DEPTH_ZERO_SELF_SIGNED_CERT'
 * @param names the names the certificate is for
 */
export function untrustedFailure(code: string, host: string, names: readonly string[]): AppError {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return new AppError('tls.expired', `A certificate of ${host} has expired.`, {
        hint: 'Renew it on the server, check the clock of this machine, or switch the verification off for this connection.',
      })
    case 'CERT_NOT_YET_VALID':
      return new AppError('tls.not-yet-valid', `A certificate of ${host} is not valid yet.`, {
        hint: 'Check the clock of this machine and of the one that issued it.',
      })
    case 'ERR_TLS_CERT_ALTNAME_INVALID': {
      const listed = names.length === 0 ? 'no name at all' : names.slice(0, 20).map(quote).join(', ')
      const more = names.length > 20 ? ` and ${names.length - 20} more` : ''
      return new AppError('tls.wrong-name', `The certificate is not for ${quote(host)}; it is for ${listed}${more}.`, {
        hint:
          isIP(host) === 0
            ? 'Connect by one of those names, or have the certificate made for this one.'
            : 'Connect by name, not by address.',
      })
    }
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return new AppError('tls.self-signed', `The certificate of ${host} is signed by itself, and not among those trusted here.`, {
        hint: 'Give its PEM file as a trusted CA, or switch the verification off for this connection.',
      })
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return new AppError('tls.untrusted', `The certificate of ${host} comes from an authority that is not trusted.`, {
        hint: NOT_YET_TRUSTED,
      })
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return new AppError('tls.untrusted', `The certificate of ${host} comes from an unknown authority, or its chain is not complete.`, {
        hint: `${NOT_YET_TRUSTED} If it is from a public authority, the server does not send its intermediate certificate.`,
      })
    default:
      return new AppError('tls.untrusted', `The certificate of ${host} is not trusted (${code}).`, { hint: NOT_YET_TRUSTED })
  }
}

/** Alerts with which a server says that it misses, or does not like, the client's certificate (RFC 8446 section 6.2). */
const ABOUT_CLIENT =
  /ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(?:REQUIRED|REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)/

/** What the server's alert says of the client's certificate, or null where it is about something else. */
export function clientCertificateFailure(error: unknown, hasCertificate: boolean): AppError | null {
  const code = codeOf(error)
  if (!ABOUT_CLIENT.test(code)) return null
  return hasCertificate
    ? clientRefused(`The server did not accept the client certificate (${detailOf(error)}).`, error)
    : clientDemanded(`The server wants a client certificate, and there is none (${detailOf(error)}).`, error)
}

const clientDemanded = (message: string, cause: unknown): AppError =>
  new AppError('tls.client-demanded', message, { hint: 'Give one that its authority has signed, as PEM or PFX.', cause })

const clientRefused = (message: string, cause: unknown): AppError =>
  new AppError('tls.client-refused', message, {
    hint: 'It may be expired, revoked, or from an authority that this server does not trust; its log may tell.',
    cause,
  })

/** What had come of the TLS handshake, and what this side brought. */
export interface TlsAttempt {
  /** Whom it was with. */
  readonly host: string
  /** The server's certificate had been seen: versions and ciphers were agreed on. */
  readonly hasSeenCertificate: boolean
  readonly hasClientCertificate: boolean
  readonly minVersion: TlsVersion
  readonly maxVersion: TlsVersion
}

/** The TLS handshake broke off. */
export function tlsFailure(error: unknown, attempt: TlsAttempt): AppError {
  const { host, hasClientCertificate } = attempt
  const code = codeOf(error)
  const fail = (failure: ErrorCode, message: string, hint: string): AppError => new AppError(failure, message, { hint, cause: error })
  const aboutClient = clientCertificateFailure(error, hasClientCertificate) ?? unnamedClientFailure(error, attempt)
  if (aboutClient !== null) return aboutClient
  // Node makes an error of that code without a system call where the other side ended with a FIN.
  if (code === 'ECONNRESET' && (error as { syscall?: unknown }).syscall === undefined) {
    const hint = 'The port may not speak TLS: try ws:// in place of wss://. Or the server knows no certificate for this name.'
    return fail('tls.closed', `${host} closed the connection during the TLS handshake.`, hint)
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    const hint = 'The port may not speak TLS (try ws://), or a firewall between forbids this name.'
    return fail('tcp.reset', `${host} broke the connection off during the TLS handshake (${code}).`, hint)
  }
  // What HTTP, or anything else in plain text, looks like to a TLS reader: OpenSSL's and BoringSSL's names for it.
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE|UNEXPECTED_MESSAGE|WRONG_SSL_VERSION/.test(code)) {
    const hint = 'Use ws:// in place of wss://, or the port that has TLS.'
    return fail('tls.not-tls', `${host} does not speak TLS here: its answer is not a TLS record (${code}).`, hint)
  }
  return disagreement(error, attempt)
}

/** Before TLS 1.3 there is no alert for a client certificate that is missing: the server fails the handshake once it has shown its own. */
function unnamedClientFailure(error: unknown, { host, hasSeenCertificate, hasClientCertificate }: TlsAttempt): AppError | null {
  if (!hasSeenCertificate || !codeOf(error).includes('ALERT_HANDSHAKE_FAILURE')) return null
  const when = `after it had shown its own certificate (${detailOf(error)})`
  return hasClientCertificate
    ? clientRefused(`${host} ended TLS ${when}: it does not seem to accept the client certificate.`, error)
    : clientDemanded(`${host} ended TLS ${when}, as a server does that wants a client certificate; there is none.`, error)
}

/** What both sides could not agree on, by the alert that came or by what OpenSSL made of the answer. */
function disagreement(error: unknown, { host, minVersion, maxVersion }: TlsAttempt): AppError {
  const [code, detail] = [codeOf(error), detailOf(error)]
  const fail = (failure: ErrorCode, message: string, hint: string): AppError => new AppError(failure, message, { hint, cause: error })
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|VERSION_TOO_LOW/.test(code)) {
    const offered = minVersion === maxVersion ? shown(minVersion) : `${shown(minVersion)} to ${shown(maxVersion)}`
    const hint = 'Allow another version in the connection’s TLS options, if the server cannot be brought up to date.'
    return fail('tls.version', `${host} speaks none of the TLS versions that were offered, ${offered} (${detail}).`, hint)
  }
  if (code.includes('UNRECOGNIZED_NAME')) {
    const hint = 'Check the host of the URL, or give the server name that it has a certificate for.'
    return fail('tls.unknown-name', `The server has no certificate for the name ${quote(host)} (${detail}).`, hint)
  }
  if (code.includes('NO_APPLICATION_PROTOCOL')) {
    const hint = 'WebSocket needs HTTP/1.1 there: look for a port that takes it, or change what is offered by ALPN.'
    return fail('tls.no-protocol', `${host} takes none of the protocols that were offered by ALPN (${detail}).`, hint)
  }
  if (/HANDSHAKE_FAILURE|NO_SHARED|INSUFFICIENT_SECURITY|NO_CIPHERS/.test(code)) {
    const hint = 'Most often there is no cipher or curve in common, or the server wants another server name; its log may tell.'
    return fail('tls.refused', `${host} refused the TLS handshake without saying why (${detail}).`, hint)
  }
  return fail('tls.failed', `TLS could not be agreed on with ${host} (${detail}).`, 'Look into the log of the server.')
}

/** 'TLSv1.2' as people write it. */
const shown = (version: TlsVersion): string => (version === 'TLSv1' ? 'TLS 1.0' : version.replace('v', ' '))
