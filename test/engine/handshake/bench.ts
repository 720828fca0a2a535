import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { CookieSource } from '#engine/cookies/cookie-jar.ts'
import { type OpenedSocket, openHandshake } from '#engine/handshake/open-handshake.ts'
import { AppError } from '#shared/errors.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'

export type Answerer = (socket: Socket, requestHead: string) => void

export interface TestServer {
  readonly port: number
  readonly sockets: Set<Socket>
}

export const fixture = (file: string): string => fileURLToPath(new URL(`../../fixtures/tls/${file}`, import.meta.url))
export const AUTHORITY_FILE = fixture('authority.pem')

/** Keeps the connections of a server, and ends all with the test. */
async function listening(server: Server, where: { port: number; host: string } | { path: string }): Promise<TestServer> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(where)
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, sockets }
}

function answering(answer: Answerer) {
  return (socket: Socket): void => {
    let head = ''
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      const wasWhole = head.includes('\r\n\r\n')
      head += chunk.toString('utf8')
      if (!wasWhole && head.includes('\r\n\r\n')) answer(socket, head)
    })
  }
}

/** A TCP server that reads a request head and lets the test answer. */
export function serve(answer: Answerer, where: { path: string } | { host: string; port: number } | null = null): Promise<TestServer> {
  return listening(createServer(answering(answer)), where ?? { port: 0, host: '127.0.0.1' })
}

/** A server that is handed the bare connection. */
export function serveRaw(onConnection: (socket: Socket) => void): Promise<TestServer> {
  return listening(
    createServer((socket) => onConnection(socket)),
    { port: 0, host: '127.0.0.1' },
  )
}

export function serveTls(
  certificate: 'good' | 'expired' | 'not-yet-valid' | 'other-name' | 'self-signed',
  answer: Answerer,
  options: object = {},
): Promise<TestServer> {
  const [cert, key] = [readFileSync(fixture(`${certificate}.pem`)), readFileSync(fixture(`${certificate}.key`))]
  const server = createTlsServer({ cert, key, ...options }, answering(answer))
  server.on('tlsClientError', () => undefined)
  return listening(server, { port: 0, host: '127.0.0.1' })
}

export const acceptFor = (requestHead: string): string => {
  const key = /^sec-websocket-key: *(.*)\r$/im.exec(requestHead)?.[1] ?? ''
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
}

/** A valid 101; lines of `extra` come last. */
export const switching = (requestHead: string, ...extra: readonly string[]): string =>
  `${[
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptFor(requestHead)}`,
    ...extra,
  ]
    .map((line) => `${line}\r\n`)
    .join('')}\r\n`

export function specOf(url: string, changes: Partial<ConnectionSpec> = {}, timeoutMs = 10_000): ConnectionSpec {
  return { ...DEFAULT_SPEC, url, options: { ...DEFAULT_SPEC.options, handshakeTimeoutMs: timeoutMs }, ...changes }
}

export interface Attempt {
  readonly opened: OpenedSocket | null
  readonly error: AppError | null
  readonly reports: readonly HandshakeReport[]
  /** The last report. */
  readonly report: HandshakeReport
}

/** Opens, and tells how it went; a socket that was opened is destroyed with the test. */
export async function attempt(
  spec: ConnectionSpec,
  options: { signal?: AbortSignal; cookies?: CookieSource; onReport?: (report: HandshakeReport) => void } = {},
): Promise<Attempt> {
  const reports: HandshakeReport[] = []
  const onReport = (report: HandshakeReport): void => {
    reports.push(report)
    options.onReport?.(report)
  }
  const signal = options.signal ?? new AbortController().signal
  try {
    const opened = await openHandshake(spec, { signal, onReport, userAgent: 'sockscope/test', cookies: options.cookies })
    opened.socket.on('error', () => undefined)
    onTestFinished(() => void opened.socket.destroy())
    return { opened, error: null, reports, report: reports.at(-1)! }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { opened: null, error, reports, report: reports.at(-1)! }
  }
}
