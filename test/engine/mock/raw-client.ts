import { connect, type Socket } from 'node:net'
import { type FrameToBuild, frame } from '#test/support/frame-builder.ts'

/** The example key of RFC 6455 section 1.3, whose accept value is 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='. */
export const KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
export const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='

export interface RawRequest {
  /** Further headers; one named like a usual header stands in its place, null leaves that out. */
  readonly headers?: Readonly<Record<string, string | null>>
  readonly method?: string
}

/** A socket with everything that it received, and how it ended. */
export class RawClient {
  readonly socket: Socket
  /** 'FIN', an error's code, or null while it is open. */
  ended: string | null = null
  #received = Buffer.alloc(0)
  #wake: () => void = () => undefined

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1' })
    this.socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
    this.socket.on('end', () => {
      this.ended ??= 'FIN'
    })
    this.socket.on('error', (error: NodeJS.ErrnoException) => {
      this.ended ??= error.code ?? error.message
    })
    this.socket.on('close', () => this.#wake())
  }

  /** Latin-1: one character for each byte. */
  get text(): string {
    return this.#received.toString('latin1')
  }

  /** Up to and without the empty line. */
  get head(): string {
    return this.text.split('\r\n\r\n')[0] ?? ''
  }

  /** What came after the (last) head. */
  get body(): Buffer {
    const start = this.#received.lastIndexOf('\r\n\r\n')
    return this.#received.subarray(start + 4)
  }

  /** Waits until the condition, asked again at each packet, holds: `client.has(() => client.body.length >= 7)`. */
  async has(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.socket.closed) throw new Error(`the connection ended (${this.ended}) after: ${this.text}`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  async closed(): Promise<string | null> {
    if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve))
    return this.ended
  }

  send(wanted: FrameToBuild): void {
    this.socket.write(frame({ mask: true, ...wanted }))
  }
}

const USUAL = {
  Host: 'demo',
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': KEY,
  'Sec-WebSocket-Version': '13',
}

export function requestText(path: string, { headers = {}, method = 'GET' }: RawRequest = {}): string {
  const lines = Object.entries({ ...USUAL, ...headers }).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}\r\n`]))
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** Connects and sends a request, a right one unless told otherwise. */
export function ask(port: number, path: string, request: RawRequest = {}): RawClient {
  const client = new RawClient(port)
  client.socket.write(requestText(path, request))
  return client
}
