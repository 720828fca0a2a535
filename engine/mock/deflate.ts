import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { LARGEST_MESSAGE_BYTES } from './client-frames.ts'

/** What a path wishes for; the client's offer may ask for more. */
export interface DeflateWish {
  readonly noContextTakeover: boolean
  /** 9 to 15: zlib cannot compress with a window of 8 bits. */
  readonly windowBits: number
}

interface Agreed {
  readonly windowBits: number
  readonly noContextTakeover: boolean
}

/** What ends each compressed message and is left out on the wire (RFC 7692 section 7.2.1). */
const TAIL = Buffer.from([0x00, 0x00, 0xff, 0xff])
const LARGEST_WINDOW_BYTES = 32 * 1024

/**
 * permessage-deflate as the server speaks it.
 *
 * Works at once and in order: instead of one long-lived zlib stream for each direction it hands zlib the
 * last 32 KiB as a dictionary, which gives the same bytes' meaning as context takeover.
 */
export class Deflate {
  /** The answer's Sec-WebSocket-Extensions. */
  readonly header: string
  readonly #server: Agreed
  readonly #client: Agreed
  #sent = Buffer.alloc(0)
  #received = Buffer.alloc(0)

  constructor(header: string, server: Agreed, client: Agreed) {
    this.header = header
    this.#server = server
    this.#client = client
  }

  compress(data: Uint8Array): Buffer {
    const { windowBits, noContextTakeover } = this.#server
    const dictionary = this.#sent.length > 0 ? { dictionary: this.#sent } : {}
    const bytes = deflateRawSync(data, { windowBits, finishFlush: constants.Z_SYNC_FLUSH, ...dictionary })
    if (!noContextTakeover) this.#sent = lastWindow(this.#sent, data)
    // An empty message compresses to nothing at all; RFC 7692 section 7.2.3.6 sends one zero byte instead.
    return data.length === 0 ? Buffer.from([0x00]) : bytes.subarray(0, bytes.length - TAIL.length)
  }

  /** @throws if the bytes are no DEFLATE stream, or inflate to more than a message may hold */
  inflate(data: Uint8Array): Buffer {
    const { windowBits, noContextTakeover } = this.#client
    const dictionary = this.#received.length > 0 ? { dictionary: this.#received } : {}
    const bytes = inflateRawSync(Buffer.concat([data, TAIL]), {
      windowBits,
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: LARGEST_MESSAGE_BYTES,
      ...dictionary,
    })
    if (!noContextTakeover) this.#received = lastWindow(this.#received, bytes)
    return bytes
  }
}

const lastWindow = (before: Uint8Array, data: Uint8Array): Buffer<ArrayBuffer> =>
  Buffer.concat([before, data.subarray(-LARGEST_WINDOW_BYTES)]).subarray(-LARGEST_WINDOW_BYTES)

/**
 * Answers the first offer of permessage-deflate that can be kept.
 *
 * @param offers the elements of the request's Sec-WebSocket-Extensions
 * @returns null if there is none: then the conversation is not compressed
 * @see RFC 7692 section 7.1
 */
export function agreeOnDeflate(offers: readonly string[], wish: DeflateWish): Deflate | null {
  for (const offer of offers) {
    const [name, ...parameters] = offer.split(';').map((part) => part.trim())
    if (name !== 'permessage-deflate') continue
    const given = new Map(parameters.map((parameter) => splitParameter(parameter)))
    const asked = windowBits(given.get('server_max_window_bits'))
    const serverBits = Math.min(wish.windowBits, asked ?? 15)
    if (serverBits < 9) continue
    // The client's window may be limited only if the client said that it can be.
    const mayLimitClient = given.has('client_max_window_bits')
    const clientBits = mayLimitClient ? Math.min(wish.windowBits, windowBits(given.get('client_max_window_bits')) ?? 15) : 15
    const serverForgets = wish.noContextTakeover || given.has('server_no_context_takeover')
    const clientForgets = wish.noContextTakeover || given.has('client_no_context_takeover')
    const header = [
      'permessage-deflate',
      ...(serverForgets ? ['server_no_context_takeover'] : []),
      ...(clientForgets ? ['client_no_context_takeover'] : []),
      ...(serverBits < 15 || asked !== null ? [`server_max_window_bits=${serverBits}`] : []),
      ...(mayLimitClient && clientBits < 15 ? [`client_max_window_bits=${clientBits}`] : []),
    ].join('; ')
    return new Deflate(
      header,
      { windowBits: serverBits, noContextTakeover: serverForgets },
      { windowBits: 15, noContextTakeover: clientForgets },
    )
  }
  return null
}

function splitParameter(parameter: string): readonly [string, string] {
  const [name = '', value = ''] = parameter.split('=')
  return [name.trim(), value.trim().replaceAll('"', '')]
}

const windowBits = (value: string | undefined): number | null => (value && /^(8|9|1[0-5])$/.test(value) ? Number(value) : null)
