import { createHash } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { type Exchange, later } from './exchange.ts'
import { headerElements, headerList, type RequestHead } from './request-head.ts'

export type HeaderLines = readonly (readonly [string, string])[]

/** The fixed text that RFC 6455 section 1.3 has both sides append to the key. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** How long a client may take to close TCP after the whole answer, in milliseconds. */
const LINGER_MS = 5_000

/** A status line and headers, ready to send; characters are bytes. */
export function headBytes(status: number, headers: HeaderLines, reason = STATUS_CODES[status] ?? 'Unnamed'): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n`, 'latin1')
}

/** Answers with a whole HTTP response and ends the connection. */
export function answer(exchange: Exchange, status: number, headers: HeaderLines, body: string | Uint8Array): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type')
  const head = headBytes(status, [
    ...(hasType ? [] : ([['Content-Type', 'text/plain; charset=utf-8']] as const)),
    ...headers,
    ['Content-Length', String(bytes.length)],
    ['Connection', 'close'],
  ])
  finish(exchange, Buffer.concat([head, bytes]))
}

/** Sends the last bytes and ends TCP. What the client still sends is read, or else a RST could overtake the answer. */
export function finish(exchange: Exchange, bytes: Uint8Array): void {
  exchange.socket.resume()
  exchange.socket.end(bytes)
  later(exchange.socket, LINGER_MS, () => exchange.socket.destroy())
}

/** base64(SHA-1(key + GUID)), RFC 6455 section 4.2.2. */
export const acceptValue = (key: string): string =>
  createHash('sha1')
    .update(key + GUID)
    .digest('base64')

/** The three headers that make a 101 a WebSocket's. */
export const switchingHeaders = (request: RequestHead): HeaderLines => [
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade'],
  ['Sec-WebSocket-Accept', acceptValue(headerList(request, 'Sec-WebSocket-Key'))],
]

/**
 * Refuses a request that does not ask for a WebSocket, with a sentence that says what is missing.
 *
 * @returns true if it was refused
 * @see RFC 6455 section 4.2.1
 */
export function refuses(exchange: Exchange): boolean {
  const { request } = exchange
  const asksFor = (name: string, token: string): boolean => headerElements(request, name).some((each) => each.toLowerCase() === token)
  if (!asksFor('Upgrade', 'websocket')) {
    const text = `This path speaks WebSocket. Connect to it with a WebSocket client, such as Sockscope.\n`
    answer(exchange, 426, [['Upgrade', 'websocket']], text)
    return true
  }
  if (headerList(request, 'Sec-WebSocket-Version') !== '13') {
    answer(exchange, 426, [['Sec-WebSocket-Version', '13']], 'The request must say "Sec-WebSocket-Version: 13".\n')
    return true
  }
  const wrong = !asksFor('Connection', 'upgrade')
    ? 'The request must say "Connection: Upgrade".'
    : Buffer.from(headerList(request, 'Sec-WebSocket-Key'), 'base64').length !== 16
      ? 'The request must have one Sec-WebSocket-Key of 16 bytes in base64.'
      : null
  if (wrong) answer(exchange, 400, [], `${wrong}\n`)
  return wrong !== null
}
