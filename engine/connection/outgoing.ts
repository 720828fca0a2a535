import type { Socket } from 'node:net'
import { AppError } from '#shared/errors.ts'
import type { OutgoingMessage } from '#shared/model/connection.ts'
import type { NegotiatedDeflate } from '#shared/model/handshake.ts'
import { type Deflater, type Done, PerMessageDeflate, Sender, type SenderSocket } from './ws-sending.ts'

/** Beyond this many bytes that the operating system has not taken, only the latest ping is answered (RFC 6455 section 5.5.3). */
const PONG_BACKLOG_BYTES = 64 * 1024

export interface OutgoingOptions {
  readonly socket: Socket
  readonly deflate: NegotiatedDeflate | null
  /** Hears every chunk right after the socket was given it. */
  readonly onWritten: (chunk: Uint8Array) => void
}

/**
 * The sending direction of one connection. `ws` frames, masks and compresses; what it writes goes to the
 * socket and, the same bytes, to whoever records them. Everything leaves in the order it was asked for.
 */
export class Outgoing {
  readonly #socket: Socket
  readonly #sender: Sender
  readonly #deflater: Deflater | null
  readonly #onWritten: (chunk: Uint8Array) => void
  #pingToAnswer: Uint8Array | null = null
  #isShut = false
  #untakenBytes = 0
  /** What waited for the compressor when all was over. */
  #uncompressedBytes = 0

  constructor({ socket, deflate, onWritten }: OutgoingOptions) {
    this.#socket = socket
    this.#onWritten = onWritten
    this.#deflater = deflate && createDeflater(deflate)
    this.#sender = new Sender(this.#facade(), this.#deflater ? { 'permessage-deflate': this.#deflater } : {})
    socket.on('drain', this.#answerLatestPing)
  }

  /** Bytes that were given to be sent and that the operating system has not taken yet. */
  get bufferedBytes(): number {
    return this.#socket.writableLength + this.#sender._bufferedBytes
  }

  /** Of what was to be sent: bytes of writes that the operating system did not take whole, and those that wait, or waited, for the compressor. */
  get unsentBytes(): number {
    return this.#untakenBytes + (this.#isShut ? this.#uncompressedBytes : this.#sender._bufferedBytes)
  }

  /** @throws AppError 'send.failed' if the socket ended before the operating system took the bytes */
  send(message: OutgoingMessage): Promise<void> {
    const options = { binary: message.kind === 'binary', compress: this.#deflater !== null, fin: true, mask: true }
    const data = message.kind === 'text' ? message.text : message.bytes
    return taken('message', (done) => this.#sender.send(data, options, done))
  }

  /** @throws AppError 'send.failed' */
  ping(payload: Uint8Array): Promise<void> {
    return taken('ping', (done) => this.#sender.ping(payload, true, done))
  }

  /** Answers a ping; while the other side does not read, pongs are not piled up for it. */
  pong(payload: Uint8Array): void {
    if (this.bufferedBytes > PONG_BACKLOG_BYTES) this.#pingToAnswer = payload
    else this.#sender.pong(payload, true, ignoreOutcome)
  }

  /** Code null: a close frame without a body. The caller has checked code and reason. */
  close(code: number | null, reason: string): void {
    this.#pingToAnswer = null
    this.#sender.close(code ?? undefined, reason, true, ignoreOutcome)
  }

  /** Nothing more leaves: what still waits for the compressor fails. */
  shut(): void {
    if (this.#isShut) return
    this.#isShut = true
    this.#uncompressedBytes = this.#sender._bufferedBytes
    this.#pingToAnswer = null
    this.#socket.off('drain', this.#answerLatestPing)
    this.#deflater?.cleanup()
  }

  readonly #answerLatestPing = (): void => {
    const payload = this.#pingToAnswer
    this.#pingToAnswer = null
    if (payload) this.#sender.pong(payload, true, ignoreOutcome)
  }

  #facade(): SenderSocket {
    const isGone = () => this.#isShut || this.#socket.destroyed || this.#socket.writableEnded
    return {
      get destroyed() {
        return isGone()
      },
      cork: () => this.#socket.cork(),
      uncork: () => this.#socket.uncork(),
      write: (chunk, done) => {
        // What cannot leave must not be recorded as if it had.
        if (isGone()) return void done?.(new Error('the connection had ended'))
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
        const { length } = bytes
        this.#untakenBytes += length
        this.#socket.write(bytes, (error) => {
          if (!error) this.#untakenBytes -= length
          done?.(error)
        })
        this.#onWritten(bytes)
      },
    }
  }
}

function createDeflater(deflate: NegotiatedDeflate): Deflater {
  // Threshold 0: where compression was agreed every message is compressed, as browsers do it.
  const deflater = new PerMessageDeflate({ isServer: false, threshold: 0 })
  deflater.accept([
    {
      ...(deflate.clientNoContextTakeover && { client_no_context_takeover: [true] }),
      client_max_window_bits: [String(deflate.clientMaxWindowBits)],
    },
  ])
  return deflater
}

/** A pong or close frame that could not leave needs no word of its own: the socket's end tells. */
const ignoreOutcome: Done = () => undefined

function taken(what: string, begin: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    begin((error) => {
      if (!error) return resolve()
      const message = `The ${what} could not be sent whole: ${error.message}.`
      reject(new AppError('send.failed', message, { hint: 'Connect again and send it once more.', cause: error }))
    })
  })
}
