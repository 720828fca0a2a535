import { constants, deflateRawSync } from 'node:zlib'
import type { Direction } from '#shared/model/frame.ts'
import type { NegotiatedDeflate } from '#shared/model/handshake.ts'

const TAIL_BYTES = 4

/**
 * Compresses one direction's messages anew once one of them was changed. With context takeover every later message refers back to
 * the changed one, so that all of them have to be; each is given the window that its receiver will have.
 *
 * @see RFC 7692 section 7.2.1
 */
export class Recompressor {
  readonly #windowBits: number
  readonly #hasTakeover: boolean
  #window: Uint8Array = new Uint8Array(0)
  #isChanged = false

  constructor(direction: Direction, deflate: NegotiatedDeflate) {
    const isOut = direction === 'out'
    this.#windowBits = isOut ? deflate.clientMaxWindowBits : deflate.serverMaxWindowBits
    this.#hasTakeover = !(isOut ? deflate.clientNoContextTakeover : deflate.serverNoContextTakeover)
  }

  /** Whether the message that comes must be compressed anew though nothing in it changed. */
  get isNeeded(): boolean {
    return this.#hasTakeover && this.#isChanged
  }

  /** A message as it will be read, whether compressed anew or not. */
  remember(data: Uint8Array): void {
    if (!this.#hasTakeover) return
    const size = 2 ** this.#windowBits
    this.#window = data.length >= size ? Uint8Array.from(data.subarray(-size)) : Buffer.concat([this.#window, data]).subarray(-size)
  }

  /** @returns the payload of a message, all of its frames together */
  compress(data: Uint8Array): Uint8Array {
    this.#isChanged = true
    // zlib cannot write a window of 8 bits (its own restriction); one of 9 is read by whoever reads 15.
    const options = { windowBits: Math.max(9, this.#windowBits), finishFlush: constants.Z_SYNC_FLUSH, level: 9 }
    const dictionary = this.#hasTakeover && this.#window.length > 0 ? { dictionary: this.#window } : {}
    const whole = deflateRawSync(data, { ...options, ...dictionary })
    return whole.subarray(0, whole.length - TAIL_BYTES)
  }
}
