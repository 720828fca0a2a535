import { AppError } from '#shared/errors.ts'
import type { HandshakeNote } from '#shared/model/handshake.ts'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'
import type { AnswerHead } from './answer-head.ts'
import { authParams } from './auth.ts'
import { valuesOf } from './headers.ts'
import type { HopPlan } from './hop.ts'
import { quote } from './quote.ts'
import { askedBy, refusalOf } from './refusals.ts'
import type { Target } from './target.ts'

const FOLLOWED: readonly number[] = [301, 302, 303, 307, 308]
const SCHEMES: Readonly<Record<string, string>> = { 'ws:': 'ws:', 'wss:': 'wss:', 'http:': 'ws:', 'https:': 'wss:' }
/** Headers that prove who asks, or that say which server is asked: not for another one. */
const BOUND_TO_ORIGIN = /^(?:host|cookie2?|authorization|proxy-authorization)$|api[-_]?key|token|secret|passw|credential|session|auth/i

/** What the next hop asks, and what is to be said of it. */
export interface NextHop {
  readonly spec: ConnectionSpec
  readonly notes: readonly HandshakeNote[]
}

/** A hop that was asked: a server may lead to the same place again once it has set a cookie. */
export interface AskedHop {
  readonly url: string
  /** Of the jar, in one text. */
  readonly cookies: string
}

type AskingHop = Pick<HopPlan, 'spec' | 'target' | 'jar'>

export const cookieText = (cookies: HopPlan['cookies']): string => JSON.stringify(cookies.map(({ name, value }) => [name, value]))

/**
 * The spec of the hop an answer leads to. On another origin (scheme, host or port) it has no credentials: no cookies, no
 * headers that look like a secret, no user name and password of the URL, no `Host` and no TLS server name of its own, no client
 * certificate.
 * What was left out once does not come back. The cookie jar is asked anew for each hop, by the rules of cookies.
 *
 * @param asked all hops so far, this one included; the same URL with the same cookies is a loop
 * @throws AppError 'handshake.redirected' where none are to be followed; 'handshake.rejected' where it is no redirect; 'redirect.*'
 */
export function followRedirect(answer: AnswerHead, { spec, target, jar }: AskingHop, asked: readonly AskedHop[]): NextHop {
  const { maxRedirects } = spec.options
  if (maxRedirects === 0 || !FOLLOWED.includes(answer.status)) throw refusalOf(answer, askedBy(spec, target))
  const location = locationOf(answer)
  const next = resolveLocation(location, target)
  const cookies = cookieText(jar?.cookiesFor(next.href) ?? [])
  if (asked.some((hop) => hop.url === next.href && hop.cookies === cookies)) {
    throw new AppError('redirect.loop', `The server redirects to ${quote(location)}, which was asked already.`, {
      hint: 'It may want a login, or a cookie that it sets: give credentials from the start, and let cookies be used.',
    })
  }
  if (asked.length > maxRedirects) {
    throw new AppError('redirect.too-many', `The server redirects to ${quote(location)}, and ${said(maxRedirects)} followed before it.`, {
      hint: 'The hops show where they lead; allow more if they come to an end.',
    })
  }
  if (!next.isSameOrigin) return elsewhere(spec, target, next)
  // What stood in the query is the server's to say again.
  const auth = authParams(spec.auth).length > 0 ? DEFAULT_SPEC.auth : spec.auth
  return { spec: { ...spec, url: withUser(next.href, spec.url), params: [], auth }, notes: [] }
}

interface Resolved {
  readonly href: string
  readonly origin: string
  readonly isSecure: boolean
  readonly isSameOrigin: boolean
}

function locationOf(answer: AnswerHead): string {
  const values = valuesOf(answer.headers, 'Location')
  const [location] = values
  if (location !== undefined && values.length === 1) return location
  const what = location === undefined ? 'but does not say where to: there is no Location header' : `to ${values.length} places at once`
  throw new AppError('redirect.invalid', `The server answered ${answer.status} and redirects ${what}.`, { hint: 'Look into the server.' })
}

function resolveLocation(location: string, target: Target): Resolved {
  // On a Unix socket a target without a host is on that socket; one with a host is not.
  const isUnix = target.place.kind === 'unix'
  const base = isUnix ? `ws://localhost${target.requestTarget}` : target.url
  const url = parsed(location, base)
  const scheme = SCHEMES[url.protocol]
  if (scheme === undefined) {
    throw new AppError('redirect.scheme', `The server redirects to ${quote(location)}; ${quote(url.protocol)} is never followed.`, {
      hint: 'The server is wrong there, or hostile.',
    })
  }
  url.protocol = scheme
  url.hash = ''
  url.username = ''
  url.password = ''
  if (isUnix && !URL.canParse(location) && !/^[/\\]{2}/.test(location)) {
    const socketFile = target.url.slice(0, target.url.length - target.requestTarget.length)
    return { href: `${socketFile}${url.pathname}${url.search}`, origin: socketFile, isSecure: false, isSameOrigin: true }
  }
  const origin = `${url.protocol}//${url.host}`
  const isSameOrigin = !isUnix && origin === originOf(target)
  return { href: url.href, origin, isSecure: scheme === 'wss:', isSameOrigin }
}

function parsed(location: string, base: string): URL {
  // Read as Latin-1, as all of a head; what was UTF-8 becomes that again.
  const bytes = Buffer.from(location, 'latin1').toString('utf8')
  try {
    return new URL(bytes.includes('\ufffd') ? location : bytes, base)
  } catch (error) {
    throw new AppError('redirect.invalid', `The server redirects to ${quote(location)}, which is not a URL.`, {
      hint: 'Look into the server.',
      cause: error,
    })
  }
}

const originOf = ({ secure, hostHeader }: Target): string => `${secure ? 'wss' : 'ws'}://${hostHeader}`

/** The user name and password of the first URL stay where its origin stays. */
function withUser(href: string, from: string): string {
  if (!URL.canParse(from) || !URL.canParse(href)) return href
  const { username, password } = new URL(from)
  const url = new URL(href)
  if (url.host === '') return href
  url.username = username
  url.password = password
  return url.href
}

function elsewhere(spec: ConnectionSpec, target: Target, next: Resolved): NextHop {
  const dropped = spec.headers.filter((header) => header.enabled && BOUND_TO_ORIGIN.test(header.name.trim()))
  const left = dropped.map((header) => header.name)
  if (spec.auth.kind !== 'none') left.push('the credentials of the connection')
  if (target.authorization !== null) left.push('the user name and password of the URL')
  const { certFile, keyFile, pfxFile } = spec.tls.clientCertificate
  if (next.isSecure && certFile + keyFile + pfxFile !== '') left.push('the client certificate')
  const notes: HandshakeNote[] = []
  if (left.length > 0) {
    const text = `${next.origin} is another origin; not sent to it: ${left.map(shown).join(', ')}.`
    notes.push({ id: 'credentials-dropped', text })
  }
  if (target.secure && !next.isSecure) notes.push({ id: 'tls-given-up', text: 'The redirect leads from TLS to plain text.' })
  const headers = spec.headers.filter((header) => !dropped.includes(header))
  const tls = { ...spec.tls, clientCertificate: DEFAULT_SPEC.tls.clientCertificate, servername: '' }
  return { spec: { ...spec, url: next.href, params: [], headers, auth: DEFAULT_SPEC.auth, tls }, notes }
}

const shown = (name: string): string => (name.startsWith('the ') ? name : quote(name).slice(1, -1))

const said = (count: number): string => (count === 1 ? 'one redirect was' : `${count} redirects were`)
