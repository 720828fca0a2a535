import type { Socket } from 'node:net'
import { closePayload, type FrameToBuild, frame } from '#test/support/frame-builder.ts'
import { Breach, type ClientFrame, takeFrame } from './client-reader.ts'
import type { DeflatePair } from './deflate-pair.ts'

/** How long an answer may take: a machine that runs many tests at once is slow. */
const PATIENCE_MS = 60_000

export type Message = { readonly kind: 'text' | 'binary'; readonly data: Buffer }

/** The client under test, seen from a case. Every `expect…` rejects with a Breach. */
export class Peer {
  readonly #socket: Socket
  readonly #deflate: DeflatePair | null
  #bytes = Buffer.alloc(0)
  #chunks: Buffer[] = []
  #waiting: (() => void) | null = null
  #hasEnded = false

  constructor(socket: Socket, first: Buffer, deflate: DeflatePair | null) {
    this.#socket = socket
    this.#deflate = deflate
    this.#chunks.push(first)
    const wake = (): void => this.#waiting?.()
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      wake()
    })
    const end = (): void => {
      this.#hasEnded = true
      wake()
    }
    socket.on('end', end).on('close', end).on('error', end)
  }

  send(...frames: readonly FrameToBuild[]): void {
    this.#socket.write(Buffer.concat(frames.map(frame)))
  }

  /** The frames' bytes in pieces of `size`, each in a packet of its own. */
  async chop(size: number, ...frames: readonly FrameToBuild[]): Promise<void> {
    const bytes = Buffer.concat(frames.map(frame))
    for (let at = 0; at < bytes.length; at += size) {
      if (!this.#socket.write(bytes.subarray(at, at + size))) await new Promise((resolve) => this.#socket.once('drain', resolve))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** Compressed, as a whole message. */
  async sendCompressed(kind: Message['kind'], data: Uint8Array): Promise<void> {
    if (this.#deflate === null) throw new Error('this case has no permessage-deflate')
    this.send({ opcode: kind === 'text' ? 1 : 2, rsv: 4, payload: await this.#deflate.deflate(data) })
  }

  async expectMessage(kind: Message['kind'], data: Uint8Array | string): Promise<void> {
    const message = await this.#message()
    const wanted = Buffer.from(data)
    if (message.kind !== kind) throw new Breach(`a ${message.kind} message in place of ${kind}`)
    if (!message.data.equals(wanted)) throw new Breach(`${message.data.length} bytes came back in place of ${wanted.length}, or others`)
  }

  async expectPong(payload: Uint8Array | string): Promise<void> {
    const { opcode, payload: got } = await this.#next()
    if (opcode !== 10 || !got.equals(Buffer.from(payload))) throw new Breach(`opcode ${opcode} in place of the pong`)
  }

  /** A close frame with one of these codes, null for none; then TCP is ended from here, and from there. */
  async expectClose(...codes: readonly (number | null)[]): Promise<void> {
    const { opcode, payload } = await this.#next()
    if (opcode !== 8) throw new Breach(`opcode ${opcode} in place of the close frame`)
    const code = payload.length === 0 ? null : payload.readUInt16BE(0)
    if (!codes.includes(code)) throw new Breach(`close code ${code}, not ${codes.join(' or ')}`)
    this.#socket.end()
    const after = await this.#take()
    if (after !== null) throw new Breach(`opcode ${after.opcode} after the close frame`)
  }

  /** Closes with 1000, which is answered by the same; nothing else may come before. */
  async close(): Promise<void> {
    this.send({ opcode: 8, payload: closePayload(1000) })
    await this.expectClose(1000)
  }

  async #message(): Promise<Message> {
    const first = await this.#next()
    if (first.opcode !== 1 && first.opcode !== 2) throw new Breach(`opcode ${first.opcode} in place of a message`)
    const parts = [first.payload]
    for (let last = first; !last.fin; ) {
      last = await this.#next()
      if (last.opcode !== 0) throw new Breach(`opcode ${last.opcode} within a message`)
      parts.push(last.payload)
    }
    const payload = Buffer.concat(parts)
    const data = first.isCompressed && this.#deflate ? await this.#deflate.inflate(payload) : payload
    return { kind: first.opcode === 1 ? 'text' : 'binary', data }
  }

  async #next(): Promise<ClientFrame> {
    const found = await this.#take()
    if (found === null) throw new Breach('TCP ended in place of a frame')
    return found
  }

  /** Null where TCP ended. */
  async #take(): Promise<ClientFrame | null> {
    let needed = 2
    for (;;) {
      // Joined once for a long frame, and not for each packet of it.
      const waiting = this.#chunks.reduce((total, { length }) => total + length, this.#bytes.length)
      if (this.#chunks.length > 0 && (waiting >= needed || this.#hasEnded)) {
        this.#bytes = Buffer.concat([this.#bytes, ...this.#chunks.splice(0)])
      }
      if (waiting >= needed) {
        const taken = takeFrame(this.#bytes, this.#deflate !== null)
        if (typeof taken !== 'number') {
          this.#bytes = this.#bytes.subarray(taken.length)
          return taken.frame
        }
        needed = taken
        if (needed <= waiting) continue
      }
      if (this.#hasEnded && this.#bytes.length > 0) throw new Breach('TCP ended within a frame')
      if (this.#hasEnded) return null
      await this.#arrival()
    }
  }

  #arrival(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Breach('no answer')), PATIENCE_MS)
      this.#waiting = () => {
        clearTimeout(timer)
        this.#waiting = null
        resolve()
      }
    })
  }
}
