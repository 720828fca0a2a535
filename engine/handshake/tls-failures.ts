import { isIP } from 'node:net'
import { AppError } from '#shared/errors.ts'
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
      return new AppError('tls.untrusted', `A certificate of ${host} is not valid yet.`, {
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
      return new AppError('tls.untrusted', `The certificate of ${host} is self-signed and not trusted.`, { hint: NOT_YET_TRUSTED })
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
  if (!hasCertificate) {
    return new AppError('tls.client-demanded', `The server wants a client certificate, and there is none (${detailOf(error)}).`, {
      hint: 'Give one that its authority has signed, as PEM or PFX.',
      cause: error,
    })
  }
  return new AppError('tls.client-refused', `The server did not accept the client certificate (${detailOf(error)}).`, {
    hint: 'It may be expired, revoked, or from an authority that this server does not trust; its log may tell.',
    cause: error,
  })
}

/** The TLS handshake broke off. */
export function tlsFailure(error: unknown, where: string, hasCertificate = false): AppError {
  const aboutClient = clientCertificateFailure(error, hasCertificate)
  if (aboutClient !== null) return aboutClient
  const code = codeOf(error)
  // Node makes an error of that code without a system call where the other side ended with a FIN.
  if (code === 'ECONNRESET' && (error as { syscall?: unknown }).syscall === undefined) {
    return new AppError('tls.failed', `${where} closed the connection during the TLS handshake.`, {
      hint: 'The port may not speak TLS: try ws:// in place of wss://. Or the server knows no certificate for this name.',
      cause: error,
    })
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return new AppError('tcp.reset', `${where} broke the connection off during the TLS handshake (${code}).`, {
      hint: 'The port may not speak TLS (try ws://), or a firewall between forbids this name.',
      cause: error,
    })
  }
  // What HTTP, or anything else in plain text, looks like to a TLS reader: OpenSSL's and BoringSSL's names for it.
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE|UNEXPECTED_MESSAGE|WRONG_SSL_VERSION/.test(code)) {
    return new AppError('tls.failed', `${where} does not speak TLS: its answer is not a TLS record (${code}).`, {
      hint: 'Use ws:// in place of wss://, or the port that has TLS.',
      cause: error,
    })
  }
  return new AppError('tls.failed', `TLS could not be agreed on with ${where} (${detailOf(error)}).`, {
    hint: hintFor(code),
    cause: error,
  })
}

function hintFor(code: string): string {
  if (code.includes('NO_APPLICATION_PROTOCOL'))
    return 'The server takes no HTTP/1.1 on this port, which WebSocket needs; look for one that does.'
  if (/ALERT|UNSUPPORTED_PROTOCOL|NO_SHARED|NO_PROTOCOLS/.test(code)) {
    return 'Client and server share no TLS version, cipher or name, or the server asks for a client certificate.'
  }
  return 'Look into the log of the server.'
}
