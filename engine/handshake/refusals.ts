import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import type { AnswerHead } from './answer-head.ts'
import { challengesText, offers, parseChallenges } from './challenges.ts'
import { valuesOf } from './headers.ts'
import { quote } from './quote.ts'
import type { Target } from './target.ts'

/** What was sent, as far as it explains an answer. */
export interface Asked {
  readonly isSecure: boolean
  readonly hasCredentials: boolean
  readonly hasClientCertificate: boolean
}

export function askedBy(spec: ConnectionSpec, target: Target): Asked {
  const { certFile, pfxFile } = spec.tls.clientCertificate
  const isAuthorization = ({ name, enabled }: ConnectionSpec['headers'][number]): boolean =>
    enabled && name.trim().toLowerCase() === 'authorization'
  return {
    isSecure: target.secure,
    hasCredentials: spec.auth.kind !== 'none' || target.authorization !== null || spec.headers.some(isAuthorization),
    hasClientCertificate: target.secure && certFile + pfxFile !== '',
  }
}

/** Why, as the end of a sentence about the server ("it …"), and what to try. */
interface Refusal {
  readonly code: ErrorCode
  readonly why: string
  readonly hint: string
}

/** An answer other than 101, as an error: what it was, why, and what one does about such an answer. */
export function refusalOf(head: AnswerHead, asked: Asked): AppError {
  const came = statusText(head)
  if (head.status >= 300 && head.status < 400 && head.status !== 304) return redirection(head, came)
  const { code, why, hint } = judge(head, asked)
  const sentence = `The server answered ${came} in place of 101 Switching Protocols`
  return new AppError(code, why === '' ? `${sentence}.` : `${sentence}: ${why}.`, { hint })
}

/** E.g. '404 Not Found'. */
export const statusText = ({ status, statusText: reason }: AnswerHead): string => `${status}${reason === '' ? '' : ` ${plain(reason)}`}`

function redirection({ headers }: AnswerHead, came: string): AppError {
  const [location] = valuesOf(headers, 'Location')
  const where = location === undefined ? 'but does not say where to (no Location header)' : `to ${quote(location)}`
  const follow = `Allow redirects in the connection’s options, or connect to ${quote(location ?? '')}, if you trust it.`
  return new AppError('handshake.redirected', `The server answered ${came}: it redirects ${where}.`, {
    hint: location === undefined ? 'Look into the server.' : follow,
  })
}

const BODY = 'The body of the answer may say why.'
const LOG = 'The log of the server may tell.'

function judge(head: AnswerHead, asked: Asked): Refusal {
  const { status } = head
  if (status >= 200 && status < 300) {
    const hint = 'Check the path, and whether every proxy between passes WebSocket upgrades on.'
    return { code: 'handshake.not-upgraded', why: 'it took this for an ordinary request', hint }
  }
  switch (status) {
    case 400:
      return { code: 'handshake.bad-request', why: 'it does not accept the request as it is', hint: badRequestHint(asked) }
    case 401:
      return unauthorized(head, asked)
    case 403: {
      const hint = 'Check credentials, cookies, and whether it expects a certain Origin header; its body may say which.'
      return { code: 'handshake.forbidden', why: 'it understood, and does not allow it', hint }
    }
    case 404:
      return {
        code: 'handshake.not-found',
        why: 'there is nothing at this path',
        hint: 'Check the path of the URL, and the host it is asked of.',
      }
    case 410:
      return { code: 'handshake.not-found', why: 'what was at this path is gone', hint: 'Look for the path that took its place.' }
    case 426:
      return upgradeRequired(head)
    case 429: {
      const hint = 'Wait, connect less often, or ask for a higher limit.'
      return { code: 'handshake.too-many-requests', why: `too many requests came from here${waitText(head)}`, hint }
    }
    case 501: {
      const hint = `${BODY} Some servers answer so where a subprotocol is missing that they insist on.`
      return { code: 'handshake.server-failed', why: 'it does not support what was asked for', hint }
    }
    case 502:
    case 504: {
      const why = `a proxy in front of the server got ${status === 502 ? 'no valid answer' : 'no answer in time'} from it`
      return { code: 'handshake.gateway-failed', why, hint: 'Is the server behind the proxy running? The log of the proxy may tell.' }
    }
    case 503: {
      const hint = `The server, or what a proxy in front would pass this on to, is down or busy. ${BODY}`
      return { code: 'handshake.unavailable', why: `it cannot serve this now${waitText(head)}`, hint }
    }
    default:
      if (status >= 500) return { code: 'handshake.server-failed', why: 'it failed', hint: `${LOG} ${BODY}` }
      return { code: 'handshake.rejected', why: '', hint: BODY }
  }
}

function badRequestHint({ isSecure, hasClientCertificate }: Asked): string {
  // nginx and Apache answer so in plain text where TLS was expected; nginx also where a client certificate is missing or bad.
  const also = isSecure ? (hasClientCertificate ? 'dislikes the client certificate' : 'wants a client certificate') : 'expects TLS (wss://)'
  return `${BODY} Some servers answer so when a header is wrong or too long, or where one ${also}.`
}

function unauthorized({ headers }: AnswerHead, { hasCredentials }: Asked): Refusal {
  const challenges = parseChallenges(valuesOf(headers, 'WWW-Authenticate'))
  const ways = challengesText(challenges)
  const why = hasCredentials
    ? `it does not accept the credentials that were sent${ways && `; it takes ${ways}`}`
    : `it wants credentials${ways && ` by ${ways}`}`
  return { code: 'handshake.unauthorized', why, hint: credentialsHint(hasCredentials, challenges) }
}

function credentialsHint(hasCredentials: boolean, challenges: ReturnType<typeof parseChallenges>): string {
  if (challenges.length > 0 && !offers(challenges, 'Basic', 'Bearer')) {
    return 'Sockscope sends Basic, Bearer and API keys. For another scheme, write the Authorization header yourself, or have the server accept one of these.'
  }
  if (hasCredentials) return 'Correct them; a token may have expired.'
  const isToken = offers(challenges, 'Bearer') && !offers(challenges, 'Basic')
  return isToken
    ? 'Give a token (Bearer) as the connection’s credentials.'
    : 'Give a user name and password as the connection’s credentials.'
}

/** @see RFC 6455 section 4.4; RFC 9110 section 15.5.22 */
function upgradeRequired({ headers }: AnswerHead): Refusal {
  const code = 'handshake.upgrade-required'
  const versions = valuesOf(headers, 'Sec-WebSocket-Version').join(', ')
  if (versions !== '' && !versions.split(/[\s,]+/).includes('13')) {
    return {
      code,
      why: `it speaks version ${plain(versions)} of the protocol, and 13 was asked for`,
      hint: 'Look for a server of RFC 6455.',
    }
  }
  const upgrade = valuesOf(headers, 'Upgrade').join(', ')
  if (upgrade === '' || /(?:^|[\s,])websocket/i.test(upgrade)) {
    const hint = 'Have every proxy between pass the Upgrade and Connection headers on; they go from hop to hop only.'
    return { code, why: 'it asks for an upgrade, so the request did not reach it as one', hint }
  }
  const hint = /TLS/i.test(upgrade) ? 'Use wss:// in place of ws://.' : 'Look for a port or a path that takes WebSocket over HTTP/1.1.'
  return { code, why: `it wants ${quote(upgrade)} to be spoken here`, hint }
}

/** What `Retry-After` says: seconds or a date (RFC 9110 section 10.2.3); '' where it does not say. */
function waitText({ headers }: AnswerHead): string {
  const [after = ''] = valuesOf(headers, 'Retry-After')
  if (/^\d{1,9}$/.test(after)) return `, and it asks to wait ${Number(after)} s`
  return after === '' ? '' : `, and it asks to wait until ${plain(after)}`
}

const plain = (text: string): string => quote(text).slice(1, -1)
