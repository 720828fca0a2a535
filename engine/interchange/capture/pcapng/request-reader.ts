import { listOf, trimBlanks } from '#engine/handshake/headers.ts'
import type { HandshakeRequest, RawHeader } from '#shared/model/handshake.ts'

const MOST_HEAD_BYTES = 64 * 1024
const END = Buffer.from('\r\n\r\n')

export type Reading =
  /** Not enough yet. */
  | { readonly kind: 'more' }
  /** This direction speaks something else, and nothing of it is of use. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'request'; readonly request: HandshakeRequest; readonly isUpgrade: boolean; readonly rest: Buffer }

/** Reads the heads of HTTP requests out of what a client sent. Requests without a body only: an upgrade has none. */
export class RequestReader {
  #bytes: Buffer = Buffer.alloc(0)

  read(piece: Uint8Array): Reading {
    this.#bytes = this.#bytes.length === 0 ? Buffer.from(piece) : Buffer.concat([this.#bytes, piece])
    const beginning = this.#bytes.subarray(0, 4).toString('latin1')
    if (!'GET '.startsWith(beginning.slice(0, 4))) return { kind: 'foreign' }
    const end = this.#bytes.indexOf(END)
    if (end === -1) return { kind: this.#bytes.length > MOST_HEAD_BYTES ? 'foreign' : 'more' }
    const raw = this.#bytes.subarray(0, end + END.length).toString('utf8')
    const rest = this.#bytes.subarray(end + END.length)
    this.#bytes = Buffer.alloc(0)
    const request = parsed(raw)
    if (request === null) return { kind: 'foreign' }
    return { kind: 'request', request, isUpgrade: asksForWebSocket(request), rest }
  }
}

function parsed(raw: string): HandshakeRequest | null {
  const [first = '', ...lines] = raw.slice(0, -4).split('\r\n')
  const match = /^(GET) (\S+) HTTP\/1\.[01]$/.exec(first)
  if (match === null) return null
  const headers: RawHeader[] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) return null
    headers.push([line.slice(0, colon), trimBlanks(line.slice(colon + 1))])
  }
  return { method: match[1] ?? 'GET', target: match[2] ?? '/', headers, raw }
}

const asksForWebSocket = ({ headers }: HandshakeRequest): boolean =>
  listOf(headers, 'Upgrade').some((protocol) => protocol.toLowerCase() === 'websocket')
