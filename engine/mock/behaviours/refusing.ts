import { STATUS_CODES } from 'node:http'
import { gzipSync } from 'node:zlib'
import { type Behaviour, type Exchange, numberFrom } from '../exchange.ts'
import { answer, finish, type HeaderLines, headBytes } from '../http-answer.ts'

interface Refusal {
  readonly headers: HeaderLines
  readonly body: string
}

/** What a real server of that status would say. */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  401: {
    headers: [
      ['WWW-Authenticate', 'Bearer realm="demo", error="invalid_token"'],
      ['WWW-Authenticate', 'Basic realm="demo", charset="UTF-8"'],
    ],
    body: 'This path wants to know who you are. Send an Authorization header; the demo server refuses every one of them.\n',
  },
  403: { headers: [], body: 'You are known, and still not allowed. Often the Origin header is why: servers compare it with a list.\n' },
  404: { headers: [], body: 'There is nothing at this path. Often the path of the endpoint is misspelt, or a proxy cut its prefix.\n' },
  426: {
    headers: [
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13, 8'],
    ],
    body: 'The server wants another version of the protocol than the one that was asked for.\n',
  },
  429: { headers: [['Retry-After', '30']], body: '{"error":"rate_limited","message":"Too many connections. Try again in 30 seconds."}\n' },
  500: {
    headers: [['X-Request-Id', '7f9f4d51-0001']],
    body: 'The server broke while it answered. Its log knows more; look for X-Request-Id.\n',
  },
  503: { headers: [['Retry-After', '120']], body: '<!doctype html><title>Maintenance</title><h1>Back in two minutes</h1>\n' },
}

const TYPES: Readonly<Record<number, string>> = { 429: 'application/json', 503: 'text/html; charset=utf-8' }

/** Paths that answer with something other than 101. */
export const REFUSING: readonly Behaviour[] = [
  ...Object.keys(REFUSALS).map((status) => ({
    path: `/${status}`,
    about: `Refuses with ${status} ${STATUS_CODES[status]}, as real servers do.`,
    pattern: new RegExp(`^/${status}$`),
    handle: (exchange: Exchange) => refuseWith(exchange, Number(status)),
  })),
  answersStatus('/status/418', 'Answers with the status in the path (200 to 999); ?size= bytes of body.'),
  answersStatus('/status/403?charset=latin1', 'A body in ISO-8859-1.'),
  answersStatus('/status/503?encoding=gzip', 'A body compressed with gzip.'),
  answersStatus('/status/500?transfer=chunked', 'A body in chunks, without a Content-Length; ?transfer=close: one that ends with TCP.'),
  {
    path: '/redirect/3',
    about: 'Redirects as often as the path says (?status=307), at last to /echo.',
    pattern: /^\/redirect\/(\d{1,3})$/,
    handle: (exchange) => {
      const more = Number(exchange.captured[0]) - 1
      const query = exchange.query.size > 0 ? `?${exchange.query}` : ''
      redirect(exchange, more > 0 ? `/redirect/${more}${query}` : '/echo')
    },
  },
  {
    path: '/redirect-loop',
    about: 'Redirects to itself, without end.',
    pattern: /^\/redirect-loop$/,
    handle: (exchange) => redirect(exchange, '/redirect-loop'),
  },
]

/** One handler, listed once for each thing that it can show. */
function answersStatus(path: string, about: string): Behaviour {
  return { path, about, pattern: /^\/status\/([2-9]\d\d)$/, handle: (exchange) => refuseWith(exchange, Number(exchange.captured[0])) }
}

function redirect(exchange: Exchange, location: string): void {
  const status = numberFrom(exchange.query, 'status', 302, 300, 399)
  answer(exchange, Math.floor(status), [['Location', location]], `The endpoint is at ${location}.\n`)
}

function refuseWith(exchange: Exchange, status: number): void {
  const { query } = exchange
  const refusal = REFUSALS[status] ?? { headers: [], body: `${status} ${STATUS_CODES[status] ?? 'is a status without a name'}.\n` }
  const isLatin = query.get('charset') === 'latin1'
  const text = isLatin ? 'Accès refusé: ce café est réservé aux élèves.\n' : refusal.body
  const plain = Buffer.from(text.padEnd(numberFrom(query, 'size', 0, 0, 16 * 1024 * 1024), '.'), isLatin ? 'latin1' : 'utf8')
  const isGzip = query.get('encoding') === 'gzip'
  const headers: HeaderLines = [
    ['Content-Type', isLatin ? 'text/plain; charset=iso-8859-1' : (TYPES[status] ?? 'text/plain; charset=utf-8')],
    ...(isGzip ? ([['Content-Encoding', 'gzip']] as const) : []),
    ...refusal.headers,
  ]
  const body = isGzip ? gzipSync(plain) : plain
  const transfer = query.get('transfer')
  if (transfer === 'chunked')
    finish(exchange, Buffer.concat([headBytes(status, [...headers, ['Transfer-Encoding', 'chunked']]), inChunks(body)]))
  else if (transfer === 'close') finish(exchange, Buffer.concat([headBytes(status, [...headers, ['Connection', 'close']]), body]))
  else answer(exchange, status, headers, body)
}

/** @see RFC 9112 section 7.1, Chunked Transfer Coding */
function inChunks(body: Buffer): Buffer {
  const half = Math.ceil(body.length / 2)
  const parts = [body.subarray(0, half), body.subarray(half)].filter((part) => part.length > 0)
  const chunks = parts.map((part) => Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]))
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')])
}
