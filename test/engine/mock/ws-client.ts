import { on, once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'

export interface WsMessage {
  readonly text: string | null
  readonly data: Buffer
}

/** The client of the `ws` package with what it received in order; the reference that our server is held against. */
export class WsClient {
  readonly socket: WebSocket
  readonly messages: WsMessage[] = []
  readonly pings: string[] = []
  /** The code of the error that failed the connection, e.g. 'WS_ERR_INVALID_UTF8'. */
  errorCode: string | null = null
  closeCode: number | null = null
  closeReason = ''

  constructor(url: string, options: ClientOptions = {}, subprotocols: string[] = []) {
    this.socket = new WebSocket(url, subprotocols, { perMessageDeflate: false, ...options })
    this.socket.on('message', (data: Buffer, isBinary) => this.messages.push({ text: isBinary ? null : data.toString(), data }))
    this.socket.on('ping', (data) => this.pings.push(data.toString()))
    this.socket.on('error', (error: NodeJS.ErrnoException) => {
      this.errorCode = error.code ?? error.message
    })
    this.socket.on('close', (code, reason) => {
      this.closeCode = code
      this.closeReason = reason.toString()
    })
  }

  async opened(): Promise<this> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open')
    return this
  }

  /** Waits until so many messages have come, and answers with them. */
  async received(count: number): Promise<readonly WsMessage[]> {
    if (this.messages.length >= count) return this.messages
    for await (const _ of on(this.socket, 'message', { close: ['close'] })) if (this.messages.length >= count) return this.messages
    throw new Error(`closed after ${this.messages.length} of ${count} messages`)
  }

  async closed(): Promise<this> {
    if (this.socket.readyState !== WebSocket.CLOSED) await new Promise((resolve) => this.socket.once('close', resolve))
    return this
  }
}
