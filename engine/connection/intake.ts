import type { Socket } from 'node:net'

/** How long one connection may work before every other one gets its turn. */
const TURN_MS = 8

/**
 * Reads a socket for one connection: holds it back when asked to, and lets go of the thread in between.
 * The event loop would read up to 2 MiB of one socket before it turns to the next, which is a second
 * of work where frames are tiny.
 */
export class Intake {
  readonly #socket: Socket
  readonly #take: (chunk: Uint8Array, arrivedUs?: number) => void
  #isHeld = false
  #isResting = false
  #isStarted = false
  #isStopped = false
  #turnEnd: NodeJS.Immediate | null = null
  #spentMs = 0

  constructor(socket: Socket, take: (chunk: Uint8Array, arrivedUs?: number) => void) {
    this.#socket = socket
    this.#take = take
  }

  get isHeld(): boolean {
    return this.#isHeld
  }

  /** @param leftover what came in the packets of the handshake, at `arrivedUs`: it is read first, or held back like the rest. */
  start(leftover: Uint8Array, arrivedUs: number): void {
    this.#isStarted = true
    if (leftover.length > 0) {
      // A stream that has told its end takes nothing back.
      if (this.#isHeld && !this.#socket.readableEnded) this.#socket.unshift(leftover)
      else this.#take(leftover, arrivedUs)
    }
    this.#socket.on('data', this.#onData)
    this.#flow()
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#flow()
  }

  /** Takes what had arrived before the socket ended but was held back, and reads no more. */
  stop(): void {
    if (this.#isStopped) return
    this.#isStopped = true
    if (this.#turnEnd) clearImmediate(this.#turnEnd)
    this.#socket.off('data', this.#onData)
    const rest: unknown = this.#socket.readableLength > 0 ? this.#socket.read() : null
    if (rest instanceof Uint8Array) this.#take(rest)
  }

  readonly #onData = (chunk: Uint8Array): void => {
    const startedMs = performance.now()
    this.#take(chunk)
    this.#spentMs += performance.now() - startedMs
    this.#turnEnd ??= setImmediate(this.#onTurnEnd)
    if (this.#spentMs < TURN_MS) return
    this.#isResting = true
    this.#flow()
  }

  readonly #onTurnEnd = (): void => {
    this.#turnEnd = null
    this.#spentMs = 0
    if (!this.#isResting) return
    this.#isResting = false
    this.#flow()
  }

  #flow(): void {
    if (!this.#isStarted || this.#isStopped) return
    if (this.#isHeld || this.#isResting) this.#socket.pause()
    else this.#socket.resume()
  }
}
