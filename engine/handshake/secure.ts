import type { X509Certificate } from 'node:crypto'
import { isIP, type Socket } from 'node:net'
import { connect, type SecureContext, type TLSSocket } from 'node:tls'
import type { AppError } from '#shared/errors.ts'
import type { TlsFacts } from '#shared/model/handshake.ts'
import { tlsFailure, untrustedFailure } from './tls-failures.ts'

export interface Secured {
  readonly socket: TLSSocket
  readonly facts: TlsFacts
  /** Why the certificate is not accepted; null if it is. To be ignored where verification is off. */
  readonly refusal: AppError | null
}

/**
 * Speaks TLS on a connected socket. A certificate that is not trusted is no error here: its facts are worth showing.
 * Nothing is sent over TLS before the caller has judged them.
 *
 * @param host a name (sent as SNI, RFC 6066 section 3) or an IP address (not sent); what the certificate must be for
 * @throws AppError 'tls.failed' or 'tcp.reset'; or the reason of `signal`. The socket is destroyed then.
 */
export function secureSocket(plain: Socket, host: string, context: SecureContext, signal: AbortSignal): Promise<Secured> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      socket: plain,
      host,
      ...(isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {}),
      secureContext: context,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: false,
    })
    const letGo = (): void => {
      socket.off('secureConnect', onSecure).off('error', onError).off('close', onClose)
      signal.removeEventListener('abort', onAbort)
    }
    const fail = (reason: unknown): void => {
      letGo()
      // Destroying may still report the error we know; unheard it would end the process.
      socket.on('error', () => undefined)
      socket.destroy()
      plain.destroy()
      reject(reason)
    }
    const onSecure = (): void => {
      letGo()
      // Read once: Node answers a second time with nothing (seen with 24.21).
      const certificate = socket.getPeerX509Certificate()
      const facts = describe(socket, certificate)
      const refusal = facts.authorizationError === null ? null : untrustedFailure(facts.authorizationError, host, namesOf(certificate))
      resolve({ socket, facts, refusal })
    }
    const onError = (error: Error): void => fail(tlsFailure(error, host))
    const onClose = (): void => fail(tlsFailure(Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' }), host))
    const onAbort = (): void => fail(signal.reason)
    socket.on('secureConnect', onSecure).on('error', onError).on('close', onClose)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
  })
}

function describe(socket: TLSSocket, certificate: X509Certificate | undefined): TlsFacts {
  const cipher = socket.getCipher()
  return {
    version: socket.getProtocol() ?? '',
    cipher: cipher.standardName ?? cipher.name,
    alpn: socket.alpnProtocol || null,
    authorized: socket.authorized,
    // Typed as an error, yet it is the code where there is one.
    authorizationError: socket.authorized ? null : String(socket.authorizationError ?? 'unknown'),
    subject: oneLine(certificate?.subject),
    issuer: oneLine(certificate?.issuer),
    validFrom: isoDate(certificate?.validFrom),
    validTo: isoDate(certificate?.validTo),
    fingerprint256: certificate?.fingerprint256 ?? '',
  }
}

/** Subject alternative names, or the common name where there are none (and OpenSSL would go by it). */
function namesOf(certificate: X509Certificate | undefined): string[] {
  const listed = certificate?.subjectAltName?.split(', ').map((entry) => entry.replace(/^(?:DNS|IP Address|URI):/, '')) ?? []
  const common = /^CN=(.*)$/m.exec(certificate?.subject ?? '')?.[1]
  return listed.length > 0 || common === undefined ? listed : [common]
}

const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ')

function isoDate(text: string | undefined): string {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? (text ?? '') : new Date(time).toISOString()
}
