import { isUtf8 } from 'node:buffer'
import { ClientFrames } from './client-frames.ts'
import type { Deflate } from './deflate.ts'
import { type Exchange, every, later } from './exchange.ts'
import { closePayload, frameBytes } from './frame-bytes.ts'
import { type HeaderLines, headBytes, refuses, switchingHeaders } from './http-answer.ts'

/** How long a client may take to end TCP after the close frames, in milliseconds. */
const CLOSE_MS = 5_000

export interface ConversationOptions {
  /** Headers of the 101; by default those that a WebSocket needs. */
  readonly headers?: HeaderLines
  /** Headers after those. */
  readonly moreHeaders?: HeaderLines
  /** Bytes in the packet of the 101, in front of it. */
  readonly before?: Uint8Array
  /** Bytes in the packet of the 101, behind it. */
  readonly first?: Uint8Array
  readonly deflate?: Deflate | null
  /** By default every message is sent back. */
  readonly onMessage?: (conversation: Conversation, data: Buffer, isText: boolean) => void
  /** By default a ping is answered with a pong. */
  readonly onPing?: (conversation: Conversation, payload: Buffer) => void
  /** By default the close frame is answered and TCP ended. */
  readonly onClose?: (conversation: Conversation, payload: Buffer) => void
}

/**
 * Answers 101 and begins to talk; or refuses a request that asks for no WebSocket.
 *
 * @returns null if it was refused
 */
export function converse(exchange: Exchange, options: ConversationOptions = {}): Conversation | null {
  const answer = switchingAnswer(exchange, options)
  if (!answer) return null
  exchange.socket.write(answer)
  return beginConversation(exchange, options)
}

/** Begins to read what the client sends, after a 101 that the caller has sent. */
export const beginConversation = (exchange: Exchange, options: ConversationOptions = {}): Conversation =>
  new Conversation(exchange, options)

/** The bytes of the 101, for a behaviour that sends them in its own way; null if the request was refused. */
export function switchingAnswer(exchange: Exchange, options: ConversationOptions): Buffer | null {
  if (refuses(exchange)) return null
  const deflate = options.deflate ? ([['Sec-WebSocket-Extensions', options.deflate.header]] as const) : []
  const headers = [...(options.headers ?? switchingHeaders(exchange.request)), ...(options.moreHeaders ?? []), ...deflate]
  return Buffer.concat([options.before ?? Buffer.alloc(0), headBytes(101, headers), options.first ?? Buffer.alloc(0)])
}

/** The server's side of an open WebSocket. A behaviour may keep the rules through it, or break them with `write`. */
export class Conversation {
  readonly exchange: Exchange
  readonly #options: ConversationOptions
  readonly #frames: ClientFrames
  #isOpen = true

  constructor(exchange: Exchange, options: ConversationOptions) {
    this.exchange = exchange
    this.#options = options
    const onMessage = (opcode: number, data: Buffer, compressed: boolean): void => this.#message(opcode, data, compressed)
    const onControl = (opcode: number, payload: Buffer): void => this.#control(opcode, payload)
    const onRefused = (code: number, reason: string): void => {
      this.close(code, reason)
      this.#end()
    }
    this.#frames = new ClientFrames({ onMessage, onControl, onRefused }, Boolean(options.deflate))
    exchange.socket.on('data', (chunk: Buffer) => this.#read(chunk))
    exchange.socket.on('close', () => {
      this.#isOpen = false
    })
    if (exchange.leftover.length > 0) this.#read(exchange.leftover)
    exchange.socket.resume()
  }

  /** True until a close frame was sent or TCP ended. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Sends bytes as they are; false if the socket has enough for now. Nothing is sent after a close frame. */
  write(bytes: Uint8Array): boolean {
    return this.#isOpen && this.exchange.socket.write(bytes)
  }

  text(text: string): boolean {
    return this.message(1, Buffer.from(text))
  }

  binary(data: Uint8Array): boolean {
    return this.message(2, data)
  }

  /** One message in one frame, compressed if that was agreed. */
  message(opcode: number, data: Uint8Array): boolean {
    const { deflate } = this.#options
    return this.write(deflate ? frameBytes({ opcode, rsv: 4, payload: deflate.compress(data) }) : frameBytes({ opcode, payload: data }))
  }

  ping(payload: string): boolean {
    return this.write(frameBytes({ opcode: 9, payload: Buffer.from(payload) }))
  }

  /** Sends a close frame, an empty one without a code, and waits for the client's. */
  close(code: number | null, reason: string | Uint8Array = ''): void {
    this.closeWith(code === null ? Buffer.alloc(0) : closePayload(code, reason))
  }

  closeWith(payload: Uint8Array): void {
    this.write(frameBytes({ opcode: 8, payload }))
    this.#isOpen = false
  }

  /** Runs `action` each `ms` while the conversation is open; the returned function stops it. */
  every(ms: number, action: () => void): () => void {
    const stop = every(this.exchange.socket, ms, () => (this.#isOpen ? action() : stop()))
    return stop
  }

  #read(chunk: Buffer): void {
    const { socket } = this.exchange
    this.#frames.push(chunk)
    // A client that sends and never reads must not fill this process with answers.
    if (!socket.writableNeedDrain) return
    socket.pause()
    socket.once('drain', () => socket.resume())
  }

  #message(opcode: number, compressed: Buffer, isCompressed: boolean): void {
    if (!this.#isOpen) return
    let data = compressed
    try {
      if (isCompressed && this.#options.deflate) data = this.#options.deflate.inflate(compressed)
    } catch (error) {
      this.close(1007, `not inflatable: ${error instanceof Error ? error.message : ''}`.slice(0, 100))
    }
    if (opcode === 1 && !isUtf8(data)) this.close(1007, 'text that is not UTF-8')
    if (!this.#isOpen) return
    if (this.#options.onMessage) this.#options.onMessage(this, data, opcode === 1)
    else this.message(opcode, data)
  }

  #control(opcode: number, payload: Buffer): void {
    if (opcode === 9 && this.#options.onPing) this.#options.onPing(this, payload)
    else if (opcode === 9) this.write(frameBytes({ opcode: 10, payload }))
    else if (opcode === 8 && this.#options.onClose) this.#options.onClose(this, payload)
    else if (opcode === 8) {
      if (this.#isOpen) this.closeWith(payload)
      this.#end()
    }
  }

  #end(): void {
    this.exchange.socket.end()
    later(this.exchange.socket, CLOSE_MS, () => this.exchange.socket.destroy())
  }
}
