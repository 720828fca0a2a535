import { isIP } from 'node:net'
import { AppError } from '#shared/errors.ts'
import type { ConnectionSpec, Pair } from '#shared/model/spec.ts'
import { quote } from './quote.ts'

/** Where the socket goes. A host is a name in ASCII (IDN as punycode) or an IP address without brackets. */
export interface TcpPlace {
  readonly kind: 'tcp'
  readonly host: string
  readonly isAddress: boolean
  readonly port: number
}
export type Place = TcpPlace | { readonly kind: 'unix'; readonly path: string }

/** What a spec's URL and parameters come to. */
export interface Target {
  /** As it is tried: parameters appended, `ws` or `wss` for `http` or `https`, without user name and password. */
  readonly url: string
  readonly place: Place
  readonly secure: boolean
  /** The `Host` header: the port only where it is not the scheme's default (RFC 6455 section 4.1). */
  readonly hostHeader: string
  /** The origin form of RFC 9112 section 3.2.1: path and query. */
  readonly requestTarget: string
  /** What a browser on a page of that site would send as `Origin` (RFC 6454 section 6.2). */
  readonly origin: string
  /** `Basic …` from the URL's user name and password (RFC 7617), or null. */
  readonly authorization: string | null
}

const UNIX_SCHEME = /^ws\+unix:/i
const SECURE_BY_SCHEME: Readonly<Record<string, boolean>> = { 'ws:': false, 'wss:': true, 'http:': false, 'https:': true }

/**
 * Reads a spec's URL and parameters.
 *
 * @throws AppError 'url.invalid' or 'url.scheme'
 * @see RFC 6455 section 3, WebSocket URIs: fragments are refused, never dropped
 */
export function resolveTarget(spec: Pick<ConnectionSpec, 'url' | 'params'>): Target {
  const text = spec.url.trim()
  if (text === '')
    throw new AppError('url.invalid', 'There is no URL to connect to.', { hint: 'Type one such as ws://localhost:9001/echo.' })
  if (/[\t\r\n]/.test(text)) {
    throw new AppError('url.invalid', 'The URL has a tab or a line break in it.', { hint: 'Remove it, or write it as %09, %0D or %0A.' })
  }
  if (text.includes('#')) {
    throw new AppError('url.invalid', 'A WebSocket URL must not have a fragment (RFC 6455 section 3).', {
      hint: 'Remove the # and what follows, or write a # that belongs to the path or query as %23.',
    })
  }
  return UNIX_SCHEME.test(text) ? unixTarget(text, spec.params) : networkTarget(text, spec.params)
}

function networkTarget(text: string, params: readonly Pair[]): Target {
  const scheme = /^([a-z][a-z0-9+.-]*:)/i.exec(text)?.[1]?.toLowerCase()
  const secure = scheme === undefined ? undefined : SECURE_BY_SCHEME[scheme]
  if (scheme === undefined || secure === undefined) throw schemeError(text, scheme)
  const url = parseUrl(text, text)
  const requestTarget = url.pathname + queryOf(url, params)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  return {
    url: `${secure ? 'wss' : 'ws'}://${url.host}${requestTarget}`,
    place: { kind: 'tcp', host, isAddress: isIP(host) !== 0, port },
    secure,
    hostHeader: url.host,
    requestTarget,
    origin: `${secure ? 'https' : 'http'}://${url.host}`,
    authorization: authorizationOf(url),
  }
}

/** `ws+unix:/run/app.sock:/target?query`; `ws+unix:///run/app.sock` is the same place. A colon in the path is written %3A. */
function unixTarget(text: string, params: readonly Pair[]): Target {
  const rest = text.replace(UNIX_SCHEME, '').replace(/^\/\/(?=\/)/, '')
  const colon = rest.indexOf(':')
  const written = colon === -1 ? rest : rest.slice(0, colon)
  const after = colon === -1 ? '' : rest.slice(colon + 1)
  const path = decoded(written)
  if (path === '' || path.includes('\0')) {
    throw new AppError('url.invalid', `${quote(text)} names no socket file.`, { hint: 'Write it as ws+unix:/path/to.sock:/target.' })
  }
  if (after !== '' && !/^[/?]/.test(after)) {
    throw new AppError('url.invalid', `The target ${quote(after)} after the socket file does not begin with a slash.`, {
      hint: 'Write it as ws+unix:/path/to.sock:/target. A colon in the path of the file is written %3A.',
    })
  }
  const url = parseUrl(`ws://localhost${after}`, text)
  const requestTarget = url.pathname + queryOf(url, params)
  return {
    url: `ws+unix:${written}:${requestTarget}`,
    place: { kind: 'unix', path },
    secure: false,
    hostHeader: 'localhost',
    requestTarget,
    origin: 'http://localhost',
    authorization: null,
  }
}

function parseUrl(text: string, shown: string): URL {
  try {
    return new URL(text)
  } catch (error) {
    throw new AppError('url.invalid', `${quote(withoutCredentials(shown))} is not a valid URL.`, {
      hint: 'A URL looks like ws://host:port/path?query. An IPv6 address stands in brackets, a port is at most 65535.',
      cause: error,
    })
  }
}

function schemeError(text: string, scheme: string | undefined): AppError {
  const looksLikeHost = scheme === undefined || /^[^/]*:\d+(?:[/?]|$)/.test(text)
  const message = looksLikeHost
    ? `${quote(withoutCredentials(text))} does not say how to connect: it has no scheme.`
    : `${quote(scheme)} is not a scheme Sockscope can connect with.`
  const hint = looksLikeHost ? 'Put ws:// in front, or wss:// for TLS.' : 'Use ws://, wss://, ws+unix:, http:// or https://.'
  return new AppError('url.scheme', message, { hint })
}

/** The URL's own query as written, then the parameters, percent-encoded, in order. A row with neither name nor value is an empty line of the table. */
function queryOf(url: URL, params: readonly Pair[]): string {
  const own = url.href.endsWith('?') ? '?' : url.search
  const added = params
    .filter((pair) => pair.enabled && (pair.name !== '' || pair.value !== ''))
    .map((pair) => `${encoded(pair.name)}=${encoded(pair.value)}`)
    .join('&')
  if (added === '') return own
  if (own === '') return `?${added}`
  return /[?&]$/.test(own) ? own + added : `${own}&${added}`
}

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed())

function authorizationOf(url: URL): string | null {
  if (url.username === '' && url.password === '') return null
  const credentials = `${decoded(url.username)}:${decoded(url.password)}`
  return `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`
}

/** A URL that could not be read, as it may be shown: a password in it is a secret. */
export const withoutCredentials = (url: string): string => url.replace(/\/\/[^/?#]*@/, '//')

/** Percent-decoded, or as written where it is not well-formed percent-encoding. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
