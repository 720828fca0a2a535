import { createHash } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

/** One accepted connection: its socket after the 101, and what it says. */
export interface RawPeer {
  readonly socket: Socket
  /** Everything received after the request's head so far. */
  readonly received: () => Uint8Array
  /** Resolves when at least so many bytes came after the request's head. */
  readonly until: (byteCount: number) => Promise<Uint8Array>
  /** Resolves when the client ended its half. */
  readonly ended: Promise<void>
}

export interface RawServer {
  readonly url: string
  readonly close: () => Promise<void>
}

export interface RawAnswer {
  /** Header lines of the 101 beside the ones it needs. */
  readonly headers?: readonly string[]
  /** Sent in the same packet as the 101. */
  readonly withHead?: Uint8Array
  /** Where that packet is cut in two, counted from the end of the head; the second is sent when the first has left. */
  readonly cutAt?: number
  /** Speaks TLS, with these. */
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer }
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/**
 * A server that shakes hands as it should and then does exactly what the test says, right or wrong.
 * It never ends or answers anything by itself; its half of TCP stays open when the client ends its own.
 */
export async function startRawServer(behave: (peer: RawPeer) => void | Promise<void>, answer: RawAnswer = {}): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const accept = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A test that resets a connection sees it at its own end.
    socket.on('error', () => socket.destroy())
    shakeHands(socket, answer, behave)
  }
  const options = { allowHalfOpen: true, noDelay: true }
  const server = answer.tls ? createTlsServer({ ...options, ...answer.tls }, accept) : createServer(options, accept)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${answer.tls ? 'wss' : 'ws'}://127.0.0.1:${port}/`,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function shakeHands(socket: Socket, answer: RawAnswer, behave: (peer: RawPeer) => void | Promise<void>): void {
  const chunks: Buffer[] = []
  let receivedBytes = 0
  let isOpen = false
  let waiting: { byteCount: number; resolve: (bytes: Uint8Array) => void }[] = []
  const ended = new Promise<void>((resolve) => socket.on('end', resolve))
  const received = () => Buffer.concat(chunks)
  const serveWaiting = () => {
    const ready = waiting.filter(({ byteCount }) => receivedBytes >= byteCount)
    waiting = waiting.filter(({ byteCount }) => receivedBytes < byteCount)
    for (const { resolve } of ready) resolve(received())
  }
  const until = (byteCount: number) =>
    new Promise<Uint8Array>((resolve) => {
      waiting.push({ byteCount, resolve })
      serveWaiting()
    })
  const keep = (chunk: Buffer) => {
    chunks.push(chunk)
    receivedBytes += chunk.length
  }
  socket.on('data', (chunk) => {
    keep(chunk)
    if (isOpen) return serveWaiting()
    const head = received()
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    isOpen = true
    chunks.length = 0
    receivedBytes = 0
    keep(head.subarray(end + 4))
    const key = /^sec-websocket-key: *(.*)$/im.exec(head.toString('latin1', 0, end))?.[1]?.trim() ?? ''
    sendAnswer(socket, Buffer.from(headOf(key, answer)), answer)
    void behave({ socket, received, until, ended })
  })
}

function sendAnswer(socket: Socket, head: Buffer, { withHead = Buffer.alloc(0), cutAt }: RawAnswer): void {
  const bytes = Buffer.concat([head, withHead])
  if (cutAt === undefined) return void socket.write(bytes)
  const cut = head.length + cutAt
  socket.write(bytes.subarray(0, cut), () => setImmediate(() => socket.write(bytes.subarray(cut))))
}

function headOf(key: string, { headers = [] }: RawAnswer): string {
  const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64')
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    ...headers,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}
