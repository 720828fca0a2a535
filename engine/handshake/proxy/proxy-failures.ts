import { AppError } from '#shared/errors.ts'
import type { AnswerHead } from '../answer-head.ts'
import { type Challenge, challengesText, offers, parseChallenges } from '../challenges.ts'
import { nameOf } from '../failures.ts'
import { valuesOf } from '../headers.ts'
import { quote } from '../quote.ts'
import { statusText } from '../refusals.ts'
import { codeOf } from '../system-error.ts'
import type { TcpPlace } from '../target.ts'
import type { ProxyAddress } from './choose-proxy.ts'

const ABOUT_PROXY = 'This is about the proxy, not the server.'

/** The way to the proxy, told as its own failure. */
export function proxyUnreachable(error: AppError): AppError {
  const hint = `${error.hint} ${ABOUT_PROXY}`.trim()
  return new AppError('proxy.unreachable', `The proxy cannot be reached. ${error.message}`, { hint, cause: error })
}

/** TLS with the proxy itself, told as its own failure. */
export function proxyTlsFailed(error: AppError): AppError {
  // Where nothing there speaks TLS, what is to be done about a server's URL is of no use.
  const isPlain = /^(?:tls\.not-tls|tls\.closed|tcp\.reset)$/.test(error.code)
  const hint = isPlain ? 'Write http:// in place of https:// in its address, or give its TLS port.' : error.hint
  const options = { hint: `${hint} ${ABOUT_PROXY}`.trim(), cause: error }
  return new AppError('proxy.tls-failed', `The proxy cannot be reached by TLS. ${error.message}`, options)
}

/** An answer to CONNECT other than 2xx. */
export function connectRefusal(head: AnswerHead, proxy: ProxyAddress, place: TcpPlace): AppError {
  const came = `The proxy answered ${statusText(head)}`
  // Tinyproxy answers 401 to credentials that are wrong.
  if (head.status === 407 || (head.status === 401 && proxy.credentials !== null)) {
    return wantsCredentials(proxy, parseChallenges(valuesOf(head.headers, 'Proxy-Authenticate')))
  }
  if (head.status >= 500 && head.status !== 501) {
    // Squid's own name of the reason, e.g. 'ERR_DNS_FAIL 0'.
    const [reason] = valuesOf(head.headers, 'X-Squid-Error')
    const why = reason === undefined ? '' : ` (${quote(reason).slice(1, -1)})`
    return new AppError('proxy.target-unreachable', `${came}: it did not get through to ${nameOf(place)}${why}.`, {
      hint: 'See whether the server is reached from where the proxy stands; the body of its answer may say more.',
    })
  }
  return new AppError('proxy.refused', `${came}: it does not connect to ${nameOf(place)}.`, {
    hint: 'The body of its answer may say why; many allow some hosts and ports only, such as 443.',
  })
}

/** @param challenges what it asks for; none if it does not say */
export function wantsCredentials({ kind, place, credentials }: ProxyAddress, challenges: readonly Challenge[]): AppError {
  const ways = challengesText(challenges)
  const where = `${kind}://user:password@${place.host.includes(':') ? `[${place.host}]` : place.host}:${place.port}`
  const isBasicTaken = challenges.length === 0 || offers(challenges, 'Basic')
  const scheme = isBasicTaken ? '' : ' Sockscope sends Basic only, which this proxy does not take.'
  if (credentials === null) {
    const hint = `Put them into its address, as in ${where}.${scheme}`
    return new AppError('proxy.auth-required', `The proxy wants a user name and password${ways && `, by ${ways}`}.`, { hint })
  }
  return new AppError('proxy.auth-refused', `The proxy did not accept this user name and password${ways && `; it takes ${ways}`}.`, {
    hint: `Correct them in its address; a character such as @ or / is written as %40 or %2F.${scheme}`,
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
