import type { Connection } from '#engine/index.ts'
import { AppError } from '#shared/errors.ts'
import type { MessageKind } from '#shared/model/frame.ts'

/** The server is not read while more than this waits to go back to it. */
const HELD_ABOVE_BYTES = 1024 * 1024
const FREED_BELOW_BYTES = 256 * 1024

/** Sends every message back as it came, no faster than the server takes it. */
export class Echo {
  readonly #connection: Connection
  readonly #hold: (isHeld: boolean) => void
  #isHeld = false

  constructor(connection: Connection, hold: (isHeld: boolean) => void) {
    this.#connection = connection
    this.#hold = hold
  }

  /** @param data valid UTF-8 where `kind` is text, so that decoding it loses nothing */
  send(kind: MessageKind, data: Uint8Array): void {
    const message =
      kind === 'text' ? { kind, text: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8') } : { kind, bytes: data }
    // The connection may close under an echo; how it closed is told anyway.
    this.#connection.send(message).then(this.#release, this.#ignoreIfEnding)
    if (!this.#isHeld && this.#connection.bufferedBytes > HELD_ABOVE_BYTES) this.#setHeld(true)
  }

  readonly #release = (): void => {
    if (this.#isHeld && this.#connection.bufferedBytes < FREED_BELOW_BYTES) this.#setHeld(false)
  }

  readonly #ignoreIfEnding = (error: unknown): void => {
    this.#setHeld(false)
    if (error instanceof AppError && (error.code === 'connection.not-open' || error.code === 'send.failed')) return
    throw error
  }

  #setHeld(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#hold(isHeld)
  }
}
