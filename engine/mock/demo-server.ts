import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { AppError } from '#shared/errors.ts'
import { answer } from './http-answer.ts'
import { dispatch, PATHS } from './paths.ts'
import { LONGEST_HEAD_BYTES, parseRequestHead, type RequestHead } from './request-head.ts'

/** How long a client may take to send its request, in milliseconds. */
const REQUEST_MS = 30_000
const END_OF_HEAD = '\r\n\r\n'

export interface DemoServerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** Default 127.0.0.1: nobody but this machine can reach it. */
  readonly host?: string
  /** PEM; with it the server speaks TLS only. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer }
}

export interface DemoServerHandle {
  /** E.g. 'ws://127.0.0.1:9001', or 'wss://…' with TLS. */
  readonly url: string
  readonly port: number
  readonly paths: readonly { readonly path: string; readonly about: string }[]
  /** Ends every connection at once and stops listening. */
  readonly close: () => Promise<void>
}

/**
 * Starts the scripted server that ships as `sockscope demo`: one path for each behaviour of a server, right or wrong.
 *
 * @throws AppError 'demo.failed' if the port or the address cannot be had
 */
export async function startDemoServer(options: DemoServerOptions = {}): Promise<DemoServerHandle> {
  const host = options.host ?? '127.0.0.1'
  const sockets = new Map<string, Socket>()
  const server: Server = options.tls
    ? createTlsServer({ key: options.tls.key, cert: options.tls.cert, ALPNProtocols: ['http/1.1'] })
    : createServer()
  server.on('connection', (socket: Socket) => remember(socket, sockets))
  server.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    // Under TLS this is another socket than the one remembered, and its errors are its own.
    ignoreErrors(socket)
    const raw = sockets.get(peerOf(socket))
    receive(socket, () => raw?.resetAndDestroy())
  })
  await listen(server, options.port ?? 0, host)
  const { port } = server.address() as AddressInfo // a TCP server that listens has an address and a port
  return {
    url: `${options.tls ? 'wss' : 'ws'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    paths: PATHS,
    close: () => {
      for (const socket of sockets.values()) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program uses it' : error.message
      const hint = error.code === 'EADDRINUSE' ? 'Choose another port, or 0 for any free one.' : 'Check the address and the port.'
      reject(new AppError('demo.failed', `The demo server cannot listen on port ${port} of ${host}: ${why}.`, { hint, cause: error }))
    })
    server.listen(port, host, resolve)
  })
}

const peerOf = (socket: Socket): string => `${socket.remoteAddress} ${socket.remotePort}`

function remember(socket: Socket, sockets: Map<string, Socket>): void {
  const peer = peerOf(socket)
  sockets.set(peer, socket)
  socket.setNoDelay(true)
  socket.once('close', () => sockets.delete(peer))
  ignoreErrors(socket)
}

/** A client that resets, or fails TLS, ends only its own connection: 'close' follows each error, and nobody else need know. */
function ignoreErrors(socket: Socket): void {
  socket.on('error', () => socket.destroy())
}

/** Reads the head of the one request of a connection, and has it answered. */
function receive(socket: Socket, reset: () => void): void {
  let received = Buffer.alloc(0)
  const patience = setTimeout(() => socket.destroy(), REQUEST_MS)
  socket.once('close', () => clearTimeout(patience))
  const onData = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk])
    const end = received.indexOf(END_OF_HEAD)
    if (end === -1 && received.length <= LONGEST_HEAD_BYTES) return
    clearTimeout(patience)
    socket.off('data', onData)
    // Until a behaviour reads on, bytes wait in the socket.
    socket.pause()
    const head = end === -1 ? null : parseRequestHead(received.toString('latin1', 0, end))
    const leftover = end === -1 ? Buffer.alloc(0) : received.subarray(end + END_OF_HEAD.length)
    answerRequest(socket, head, leftover, reset)
  }
  socket.on('data', onData)
}

const NO_REQUEST: RequestHead = { method: '', target: '', headers: [], text: '' }

function answerRequest(socket: Socket, head: RequestHead | null, leftover: Buffer, reset: () => void): void {
  const [path = '', query = ''] = splitTarget(head?.target ?? '')
  const exchange = { socket, request: head ?? NO_REQUEST, path, query: new URLSearchParams(query), captured: [], leftover, reset }
  if (head) dispatch(exchange)
  else answer(exchange, 400, [], 'This is no HTTP/1.1 request, or its head is longer than 64 KiB.\n')
}

/** Path and query of a target in origin or absolute form (RFC 9112 section 3.2). */
function splitTarget(target: string): readonly string[] {
  const origin = target.replace(/^[a-z]+:\/\/[^/?]*/i, '')
  const mark = origin.indexOf('?')
  return mark === -1 ? [origin] : [origin.slice(0, mark), origin.slice(mark + 1)]
}
