import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { TlsFacts } from '#shared/model/handshake.ts'
import { quote } from './quote.ts'
import { codeOf, detailOf, isTlsError } from './system-error.ts'
import type { Place } from './target.ts'
import { clientCertificateFailure } from './tls-failures.ts'

/** How far the handshake has come; decides what a time limit or a broken connection means. */
export type Stage = 'dns' | 'tcp' | 'to-proxy' | 'proxy-tls' | 'proxy' | 'tls' | 'answer' | 'body'

/** E.g. 'example.com port 443' or 'the socket /run/app.sock'. */
export const nameOf = (place: Place): string =>
  place.kind === 'unix'
    ? `the socket ${quote(place.path)}`
    : `${place.host.includes(':') ? `[${place.host}]` : place.host} port ${place.port}`

/** The name look-up failed (getaddrinfo's answers). */
export function lookupFailure(error: unknown, host: string, family: '' | 'IP' | 'IPv4' | 'IPv6' = ''): AppError {
  if (codeOf(error) === 'ENOTFOUND') {
    return new AppError('dns.not-found', `There is no ${family === '' ? '' : `${family} `}address for the name ${quote(host)}.`, {
      hint: 'Check its spelling, and whether it is known in this network (VPN, hosts file).',
      cause: error,
    })
  }
  const message =
    codeOf(error) === 'EAI_AGAIN'
      ? `The name ${quote(host)} could not be looked up: no name server answered.`
      : `The name ${quote(host)} could not be looked up (${detailOf(error)}).`
  return new AppError('dns.failed', message, { hint: 'Check the network connection and the name servers.', cause: error })
}

/** TCP, or a Unix socket, could not be connected. */
export function connectFailure(error: unknown, place: Place): AppError {
  const where = nameOf(place)
  const code = codeOf(error)
  const fail = (failure: ErrorCode, message: string, hint: string): AppError => new AppError(failure, message, { hint, cause: error })
  if (place.kind === 'unix' && (code === 'ENOENT' || code === 'ENOTSOCK')) {
    return fail('unix.not-found', `There is no socket at ${quote(place.path)}.`, 'Is the server running, and is this its socket file?')
  }
  switch (code) {
    case 'ECONNREFUSED':
      return fail(
        'tcp.refused',
        `Nothing is listening at ${where}.`,
        `Is the server running, and is this its ${place.kind === 'unix' ? 'socket file' : 'port'}?`,
      )
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
      return fail(
        'tcp.unreachable',
        `There is no way to ${where} from this machine (${code}).`,
        'Check the network connection, VPN and firewall.',
      )
    case 'ETIMEDOUT':
      return fail(
        'tcp.timeout',
        `${capitalized(where)} did not answer to the connection attempt.`,
        'Check address and port; a firewall may drop the packets.',
      )
    case 'ECONNRESET':
    case 'ECONNABORTED':
      return fail(
        'tcp.reset',
        `${capitalized(where)} ended the connection while it was being made.`,
        'A firewall or proxy between may do this.',
      )
    case 'EACCES':
    case 'EPERM':
      return fail(
        'tcp.failed',
        `This user may not connect to ${where} (${code}).`,
        'Check the permissions of the socket file, or the firewall of this machine.',
      )
    default:
      return fail('tcp.failed', `Connecting to ${where} failed (${detailOf(error)}).`, 'Check address and port.')
  }
}

/** The connection ended, with an error or a FIN, before the answer's head was complete. */
export function brokenAnswerFailure(error: Error | null, place: Place, receivedBytes: number, tls: TlsFacts | null = null): AppError {
  const when = receivedBytes === 0 ? 'before it answered' : `after ${receivedBytes} bytes of an answer`
  const code = codeOf(error)
  if (error === null) {
    return new AppError('handshake.closed', `The server closed the connection ${when}.`, {
      hint:
        tls === null
          ? 'The server may expect TLS (wss://), or refuse without saying so; its log may tell.'
          : `The server may refuse without saying so${tls.clientCertificate === null ? ', or want a client certificate' : ''}; its log may tell.`,
    })
  }
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED') {
    return new AppError('tcp.reset', `The server broke the connection off ${when} (${code}).`, {
      hint: 'The server, or a firewall or proxy between, does not want this request; its log may tell.',
      cause: error,
    })
  }
  const aboutClient = clientCertificateFailure(error, (tls?.clientCertificate ?? null) !== null)
  // In TLS 1.3 the server judges the client, its certificate say, after the handshake has ended for the client.
  if (aboutClient !== null) return aboutClient
  if (isTlsError(error)) {
    return new AppError('tls.failed', `The server ended TLS ${when} (${detailOf(error)}).`, {
      hint: 'Look into the log of the server.',
      cause: error,
    })
  }
  return new AppError('tcp.failed', `The connection to ${nameOf(place)} failed ${when} (${detailOf(error)}).`, { cause: error })
}

const PROXY_HINT = 'It may be of another kind (http, https, socks5), or slow to reach the server: set a longer handshake time-out.'

/** The time limit passed. */
export function timeoutFailure(stage: Stage, place: Place, limitMs: number): AppError {
  const hint = 'Check address, port and firewall, or set a longer handshake time-out.'
  if (stage === 'dns') return new AppError('dns.failed', `The name look-up was not answered within ${limitMs} ms.`, { hint })
  if (stage === 'tcp') return new AppError('tcp.timeout', `${capitalized(nameOf(place))} did not answer within ${limitMs} ms.`, { hint })
  if (stage === 'to-proxy') {
    const message = `The proxy at ${nameOf(place)} was not reached within ${limitMs} ms.`
    return new AppError('proxy.unreachable', message, { hint: 'Check its address, and whether it is to be used here.' })
  }
  if (stage === 'proxy-tls') {
    const message = `The proxy at ${nameOf(place)} did not agree on TLS within ${limitMs} ms.`
    return new AppError('proxy.tls-failed', message, { hint: 'It may not speak TLS: write http:// in place of https:// in its address.' })
  }
  if (stage === 'proxy') return new AppError('handshake.timeout', `The proxy did not answer within ${limitMs} ms.`, { hint: PROXY_HINT })
  const what = stage === 'tls' ? 'TLS was not agreed on' : 'The server did not answer the request'
  const later =
    stage === 'tls'
      ? 'The port may not speak TLS: try ws://, or set a longer handshake time-out.'
      : 'Set a longer handshake time-out, or look into the server.'
  return new AppError('handshake.timeout', `${what} within ${limitMs} ms.`, { hint: later })
}

const capitalized = (text: string): string => (text.startsWith('the ') ? `T${text.slice(1)}` : text)
