import type { CapturedEvent } from '#engine/capture/capture.ts'
import type { RawHeader } from '#shared/model/handshake.ts'
import type { CloseRecord, HandshakeRecord } from '#shared/model/records.ts'

interface NameValue {
  readonly name: string
  readonly value: string
}

/** A message as browsers write it. */
export interface HarMessage {
  readonly type: 'send' | 'receive' | 'error'
  /** Seconds since the Unix epoch. */
  readonly time: number
  /** 1, 2, or -1 for an error. */
  readonly opcode: number
  /** Text; base64 where the opcode is 2. */
  readonly data: string
}

/**
 * The entry of one hop, all but its messages, with the names and types that Chromium 156 writes. A refused handshake keeps
 * its real status and body, of which a browser knows nothing.
 *
 * @param close of the last hop's connection, for its duration
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function harEntry(hop: HandshakeRecord, close: CloseRecord | null) {
  const { request, response, timingsMs } = hop
  const endUs = close?.timeUs ?? hop.timeUs + timingsMs.total * 1000
  const durationMs = Math.max(0, (endUs - hop.timeUs) / 1000)
  const headMs = Math.min(timingsMs.total, durationMs)
  const sentMs = Math.max(0, headMs - (timingsMs.request ?? 0))
  return {
    _initiator: { type: 'other' },
    _priority: null,
    _resourceType: 'websocket',
    cache: {},
    request: {
      method: request?.method ?? 'GET',
      url: hop.url,
      httpVersion: response ? 'HTTP/1.1' : '',
      headers: pairs(request?.headers ?? []),
      queryString: queryOf(hop.url),
      cookies: requestCookies(request?.headers ?? []),
      headersSize: request ? Buffer.byteLength(request.raw) : -1,
      bodySize: 0,
    },
    response: responseOf(hop),
    serverIPAddress: hop.proxy === null ? (hop.peer?.address ?? '') : '',
    startedDateTime: new Date(hop.timeUs / 1000).toISOString(),
    time: durationMs,
    timings: {
      blocked: -1,
      dns: timingsMs.dns ?? -1,
      ssl: timingsMs.tls ?? -1,
      // By the specification TLS is a part of connecting.
      connect: timingsMs.tcp === null ? -1 : timingsMs.tcp + (timingsMs.proxy ?? 0) + (timingsMs.tls ?? 0),
      send: 0,
      wait: headMs - sentMs,
      receive: durationMs - headMs,
      _blocked_queueing: -1,
    },
  }
}

function responseOf({ response }: HandshakeRecord) {
  const location = response?.headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  const headersSize = response?.raw.length ?? -1
  const body = response?.body ?? null
  return {
    status: response?.status ?? 0,
    statusText: response?.statusText ?? '',
    httpVersion: response?.version ?? '',
    headers: pairs(response?.headers ?? []),
    cookies: [],
    content: {
      size: body?.sizeBytes ?? 0,
      mimeType: body?.contentType || 'x-unknown',
      ...(body?.text == null ? {} : { text: body.text }),
      ...(body?.base64 == null ? {} : { text: body.base64, encoding: 'base64' }),
    },
    redirectURL: location ?? '',
    headersSize,
    bodySize: body?.sizeBytes ?? (response ? 0 : -1),
    _transferSize: 0,
    _error: null,
    _fetchedViaServiceWorker: false,
  }
}

const pairs = (headers: readonly RawHeader[]): NameValue[] => headers.map(([name, value]) => ({ name, value }))

function queryOf(url: string): NameValue[] {
  const query = URL.parse(url)?.search.slice(1) ?? ''
  // Not URLSearchParams: as it stands in the URL, not decoded and with a plus for a plus, as browsers write it.
  return query.split('&').flatMap((part) => {
    const equals = part.indexOf('=')
    return part === '' ? [] : [{ name: equals === -1 ? part : part.slice(0, equals), value: equals === -1 ? '' : part.slice(equals + 1) }]
  })
}

function requestCookies(headers: readonly RawHeader[]): NameValue[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => ({ name: pair.split('=', 1)[0] ?? '', value: pair.slice(pair.indexOf('=') + 1) }))
}

/** Errors as DevTools shows them: in the list of messages. */
export function harError(event: CapturedEvent): HarMessage | null {
  return event.type === 'error' ? { type: 'error', time: event.timeUs / 1e6, opcode: -1, data: event.message } : null
}
