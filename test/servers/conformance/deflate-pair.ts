import { constants, createDeflateRaw, createInflateRaw, type DeflateRaw, type InflateRaw } from 'node:zlib'

/** permessage-deflate as the server of a case answers it. */
export interface DeflateTerms {
  readonly serverNoContextTakeover: boolean
  readonly clientNoContextTakeover: boolean
  readonly serverMaxWindowBits: number
  readonly clientMaxWindowBits: number
}

/** The two compressors of a server (RFC 7692 section 7.2), by Node's streams: another way than the one under test. */
export class DeflatePair {
  readonly #terms: DeflateTerms
  #out: DeflateRaw
  #in: InflateRaw

  constructor(terms: DeflateTerms) {
    this.#terms = terms
    this.#out = createDeflateRaw({ windowBits: terms.serverMaxWindowBits })
    this.#in = createInflateRaw({ windowBits: terms.clientMaxWindowBits })
  }

  async deflate(data: Uint8Array): Promise<Buffer> {
    const bytes = await flushed(this.#out, data)
    if (this.#terms.serverNoContextTakeover) this.#out = createDeflateRaw({ windowBits: this.#terms.serverMaxWindowBits })
    return bytes.subarray(0, -4)
  }

  async inflate(payload: Uint8Array): Promise<Buffer> {
    const bytes = await flushed(this.#in, Buffer.concat([payload, Buffer.from('0000ffff', 'hex')]))
    if (this.#terms.clientNoContextTakeover) this.#in = createInflateRaw({ windowBits: this.#terms.clientMaxWindowBits })
    return bytes
  }
}

/** What comes out of `stream` for `data`, up to a byte boundary. Rejects for broken data. */
function flushed(stream: DeflateRaw | InflateRaw, data: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    const take = (part: Buffer): void => void parts.push(part)
    stream.on('data', take).once('error', reject)
    stream.write(data)
    stream.flush(constants.Z_SYNC_FLUSH, () => {
      stream.off('data', take).off('error', reject)
      resolve(Buffer.concat(parts))
    })
  })
}

export const answerOf = (terms: DeflateTerms): string =>
  [
    'permessage-deflate',
    ...(terms.serverNoContextTakeover ? ['server_no_context_takeover'] : []),
    ...(terms.clientNoContextTakeover ? ['client_no_context_takeover'] : []),
    ...(terms.serverMaxWindowBits < 15 ? [`server_max_window_bits=${terms.serverMaxWindowBits}`] : []),
    ...(terms.clientMaxWindowBits < 15 ? [`client_max_window_bits=${terms.clientMaxWindowBits}`] : []),
  ].join('; ')
