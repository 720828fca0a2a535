import type { KeepAlive } from '#shared/model/spec.ts'
import { Deadline, type Excuse } from './deadline.ts'

export interface KeepAliveListener {
  readonly ping: (payload: Uint8Array) => void
  /** Asked when a pong is overdue: true while that is not the other side's fault. */
  readonly createExcuse: () => Excuse
  /** No pong came in time. Told at most once. */
  readonly onLost: (afterMs: number) => void
}

/** What the pings say, with a number: whoever reads a capture sees what they are. */
export const KEEP_ALIVE_TEXT = 'sockscope keep-alive'

/**
 * Pings by the clock, and waits for the pongs. A pong that answers the last ping, with the same payload, is what counts
 * (RFC 6455 section 5.5.3); while one is awaited no further ping is sent.
 */
export class KeepAliveClock {
  readonly #options: KeepAlive
  readonly #listener: KeepAliveListener
  readonly #deadline = new Deadline()
  #timer: NodeJS.Timeout | null = null
  #count = 0
  #awaited: Buffer | null = null

  constructor(options: KeepAlive, listener: KeepAliveListener) {
    this.#options = options
    this.#listener = listener
  }

  /** Does nothing if no pings are wanted. */
  start(): void {
    const { intervalMs } = this.#options
    if (intervalMs > 0) this.#timer = setInterval(() => this.#ping(), intervalMs)
  }

  onPong(payload: Uint8Array): void {
    if (!this.#awaited?.equals(payload)) return
    this.#awaited = null
    this.#deadline.stop()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#awaited = null
    this.#deadline.stop()
  }

  #ping(): void {
    const { pongTimeoutMs } = this.#options
    if (this.#awaited !== null && pongTimeoutMs > 0) return
    this.#count += 1
    const payload = Buffer.from(`${KEEP_ALIVE_TEXT} ${this.#count}`)
    this.#awaited = payload
    this.#listener.ping(payload)
    if (pongTimeoutMs > 0) this.#deadline.start(pongTimeoutMs, this.#listener.createExcuse(), () => this.#lose(pongTimeoutMs))
  }

  #lose(afterMs: number): void {
    this.stop()
    this.#listener.onLost(afterMs)
  }
}
