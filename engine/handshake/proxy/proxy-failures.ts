import { AppError } from '#shared/errors.ts'
import type { AnswerHead } from '../answer-head.ts'
import { nameOf } from '../failures.ts'
import { valuesOf } from '../headers.ts'
import { quote } from '../quote.ts'
import { codeOf } from '../system-error.ts'
import type { TcpPlace } from '../target.ts'
import type { ProxyAddress } from './choose-proxy.ts'

/** The way to the proxy, told as its own failure. */
export function proxyUnreachable(error: AppError): AppError {
  const code = error.code.startsWith('tls.') ? 'proxy.tls-failed' : 'proxy.unreachable'
  return new AppError(code, `The proxy cannot be reached. ${error.message}`, {
    hint: `${error.hint} This is about the proxy, not the server.`.trim(),
    cause: error,
  })
}

/** An answer to CONNECT other than 2xx. */
export function connectRefusal(head: AnswerHead, proxy: ProxyAddress, place: TcpPlace): AppError {
  const came = `${head.status}${head.statusText === '' ? '' : ` ${quote(head.statusText).slice(1, -1)}`}`
  if (head.status === 407) return wantsCredentials(proxy, valuesOf(head.headers, 'Proxy-Authenticate').map(quote).join(', '))
  if (head.status >= 502 && head.status <= 504) {
    return new AppError('proxy.target-unreachable', `The proxy answered ${came}: it did not get through to ${nameOf(place)}.`, {
      hint: 'See whether the server is reached from where the proxy stands; the body of its answer may say more.',
    })
  }
  return new AppError('proxy.refused', `The proxy answered ${came} and does not connect to ${nameOf(place)}.`, {
    hint: 'The body of its answer may say why; many allow some hosts and ports only, such as 443.',
  })
}

/** @param challenge what it asks for, in its own words; '' if it does not say */
export function wantsCredentials(proxy: ProxyAddress, challenge: string): AppError {
  const text = proxy.credentials === null ? 'wants a user name and password' : 'did not accept this user name and password'
  return new AppError('proxy.auth-required', `The proxy ${text}${challenge === '' ? '' : ` (${challenge})`}.`, {
    hint: `Put them into its address, as in ${proxy.kind}://user:password@${proxy.place.host}:${proxy.place.port}. Basic is what can be sent.`,
  })
}

/** The proxy's connection ended before it had answered. */
export function proxyClosed(error: Error | null, receivedBytes: number): AppError {
  const when = receivedBytes === 0 ? 'before it answered' : `after ${receivedBytes} bytes of an answer`
  const code = codeOf(error)
  return new AppError('proxy.closed', `The proxy ended the connection ${when}${code === '' ? '' : ` (${code})`}.`, {
    hint: 'It may be of another kind (http, https, socks5), or allow nothing from this machine.',
    cause: error,
  })
}

export const proxyMalformed = (message: string, cause?: unknown): AppError =>
  new AppError('proxy.malformed', message, { hint: 'Check the address and kind of the proxy: http, https or socks5.', cause })
