import type { X509Certificate } from 'node:crypto'
import { isIP, type Socket } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import type { AppError } from '#shared/errors.ts'
import type { TlsFacts } from '#shared/model/handshake.ts'
import { chainOf, isoDate, namesOf, oneLine } from './certificates.ts'
import { type TlsAttempt, tlsFailure, untrustedFailure } from './tls-failures.ts'
import type { TlsPlan } from './tls-plan.ts'

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
 * @throws AppError 'tls.*' or 'tcp.reset', or the reason of `signal`. The socket is destroyed then.
 */
export function secureSocket(plain: Socket, plan: TlsPlan, signal: AbortSignal): Promise<Secured> {
  const { host, alpn } = plan
  return new Promise((resolve, reject) => {
    const socket = connect({
      socket: plain,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      secureContext: plan.context,
      ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
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
      const facts = describe(socket, certificate, plan)
      const refusal = facts.authorizationError === null ? null : untrustedFailure(facts.authorizationError, host, namesOf(certificate))
      resolve({ socket, facts, refusal })
    }
    const onError = (error: Error): void => fail(tlsFailure(error, attemptOf(socket, plan)))
    const onClose = (): void => onError(Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' }))
    const onAbort = (): void => fail(signal.reason)
    socket.on('secureConnect', onSecure).on('error', onError).on('close', onClose)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
  })
}

function attemptOf(socket: TLSSocket, { host, clientCertificate, minVersion, maxVersion }: TlsPlan): TlsAttempt {
  const hasSeenCertificate = socket.getPeerX509Certificate() !== undefined
  return { host, hasSeenCertificate, hasClientCertificate: clientCertificate !== null, minVersion, maxVersion }
}

function describe(socket: TLSSocket, certificate: X509Certificate | undefined, plan: TlsPlan): TlsFacts {
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
    servername: isIP(plan.host) === 0 ? plan.host : '',
    chain: chainOf(certificate),
    clientCertificate: plan.clientCertificate,
  }
}
