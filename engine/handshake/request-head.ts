import { randomBytes } from 'node:crypto'
import { AppError } from '#shared/errors.ts'
import type { HandshakeRequest, RawHeader } from '#shared/model/handshake.ts'
import type { CompressionOffer, ConnectionSpec, Pair } from '#shared/model/spec.ts'
import type { SentCookie } from '../cookies/cookie-jar.ts'
import { authHeader } from './auth.ts'
import { withJarCookies } from './cookie-header.ts'
import { type Extension, parseExtensions } from './extensions.ts'
import { requireHeader, requireSubprotocols } from './header-rules.ts'
import { valuesOf } from './headers.ts'
import type { Target } from './target.ts'

/** What was really asked for, read back from the headers as sent: the answer is judged against this. */
export interface Offer {
  readonly key: string
  readonly subprotocols: readonly string[]
  /** Empty also where the person wrote an extension header that cannot be read. */
  readonly extensions: readonly Extension[]
}

export interface RequestHead {
  readonly request: HandshakeRequest
  readonly bytes: Uint8Array
  readonly offer: Offer
  /** Names of the spec's headers that stand in place of what the protocol demands, as written there. */
  readonly overrides: readonly string[]
}

/** What RFC 6455 section 4.1 says of them is broken on purpose, or said otherwise. */
const OF_THE_PROTOCOL = /^(?:host|upgrade|connection|sec-websocket-(?:key|version|extensions|protocol|accept))$/i

/**
 * Writes the request of the opening handshake: `Host` first, then what RFC 6455 section 4.1 demands, then
 * `User-Agent`, `Origin` and `Authorization`, then the spec's own headers in their order, with their case and
 * duplicates. An automatic header the spec lists by name (any case) is left out; the spec's own stands in its place.
 *
 * @param jarCookies what the jar has for this target, see cookie-header.ts
 * @throws AppError 'header.invalid', 'subprotocol.invalid' or 'input.invalid' (window bits)
 */
export function writeRequestHead(
  spec: ConnectionSpec,
  target: Target,
  userAgent: string,
  jarCookies: readonly SentCookie[] = [],
): RequestHead {
  const own = withJarCookies(spec.headers.filter(isWritten), jarCookies)
  for (const pair of own) requireHeader(pair.name, pair.value)
  const replaced = new Set(own.map((pair) => pair.name.toLowerCase()))
  const automatic = automaticHeaders(spec, target, userAgent).filter(([name]) => !replaced.has(name.toLowerCase()))
  const headers: RawHeader[] = [...automatic, ...own.map((pair): RawHeader => [pair.name, pair.value])]
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`)
  const raw = `GET ${target.requestTarget} HTTP/1.1\r\n${lines.join('')}\r\n`
  const request = { method: 'GET', target: target.requestTarget, headers, raw }
  const overrides = [...new Set(own.map((pair) => pair.name).filter((name) => OF_THE_PROTOCOL.test(name)))]
  return { request, bytes: Buffer.from(raw, 'utf8'), offer: offerOf(headers), overrides }
}

const isWritten = ({ enabled, name, value }: Pair): boolean => enabled && (name !== '' || value !== '')

function automaticHeaders(spec: ConnectionSpec, target: Target, userAgent: string): RawHeader[] {
  const subprotocols = spec.subprotocols.filter((offer) => offer.enabled).map((offer) => offer.name)
  requireSubprotocols(subprotocols)
  const headers: RawHeader[] = []
  const add = (isWanted: boolean, name: string, value: string): void => {
    if (isWanted) headers.push([name, value])
  }
  add(spec.automaticHeaders.host, 'Host', target.hostHeader)
  add(true, 'Upgrade', 'websocket')
  add(true, 'Connection', 'Upgrade')
  add(true, 'Sec-WebSocket-Key', randomBytes(16).toString('base64'))
  add(true, 'Sec-WebSocket-Version', '13')
  add(subprotocols.length > 0, 'Sec-WebSocket-Protocol', subprotocols.join(', '))
  add(spec.options.compression.enabled, 'Sec-WebSocket-Extensions', deflateOffer(spec.options.compression))
  add(spec.automaticHeaders.userAgent, 'User-Agent', userAgent)
  add(spec.automaticHeaders.origin, 'Origin', target.origin)
  const credentials = authHeader(spec.auth)
  if (credentials !== null) {
    requireHeader(...credentials)
    headers.push(credentials)
  }
  const isSaid = credentials?.[0].toLowerCase() === 'authorization'
  add(target.authorization !== null && !isSaid, 'Authorization', target.authorization ?? '')
  return headers
}

/** @see RFC 7692 section 7.1, the parameters of an offer */
function deflateOffer(offer: CompressionOffer): string {
  const parts = ['permessage-deflate']
  if (offer.serverNoContextTakeover) parts.push('server_no_context_takeover')
  if (offer.clientNoContextTakeover) parts.push('client_no_context_takeover')
  if (offer.serverMaxWindowBits !== null) parts.push(`server_max_window_bits=${windowBits(offer.serverMaxWindowBits)}`)
  if (offer.clientMaxWindowBits === 'any') parts.push('client_max_window_bits')
  else if (offer.clientMaxWindowBits !== null) parts.push(`client_max_window_bits=${windowBits(offer.clientMaxWindowBits)}`)
  return parts.join('; ')
}

function windowBits(bits: number): number {
  if (Number.isInteger(bits) && bits >= 8 && bits <= 15) return bits
  throw new AppError('input.invalid', `The compression window of ${bits} bits cannot be offered.`, {
    hint: 'RFC 7692 section 7.1.2 allows whole numbers from 8 to 15.',
  })
}

/** What a request's headers offer. */
export function offerOf(headers: readonly RawHeader[]): Offer {
  const listed = parseExtensions(valuesOf(headers, 'Sec-WebSocket-Extensions').join(', '))
  return {
    key: valuesOf(headers, 'Sec-WebSocket-Key')[0] ?? '',
    subprotocols: valuesOf(headers, 'Sec-WebSocket-Protocol')
      .flatMap((value) => value.split(','))
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    extensions: listed.problem === null ? listed.extensions : [],
  }
}
