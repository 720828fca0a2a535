import type { NegotiatedDeflate } from '#shared/model/handshake.ts'
import { nowUs } from '../clock.ts'
import { type Numbering, WireReader, type WireReaderListener } from '../tap/wire-reader.ts'

export interface ReadersOptions {
  readonly deflate: NegotiatedDeflate | null
  readonly maxMessageBytes: number
  readonly onIncoming: WireReaderListener
  readonly onOutgoing: WireReaderListener
}

export interface Readers {
  readonly incoming: WireReader
  readonly outgoing: WireReader
}

/** The two taps of one connection: they count frames and messages together, in the order these crossed. */
export function createReaders({ deflate, maxMessageBytes, onIncoming, onOutgoing }: ReadersOptions): Readers {
  const shared = { numbering: createNumbering(), now: nowUs }
  return {
    incoming: new WireReader(
      {
        ...shared,
        direction: 'in',
        deflate: deflate && { windowBits: deflate.serverMaxWindowBits, noContextTakeover: deflate.serverNoContextTakeover },
        maxMessageBytes,
      },
      onIncoming,
    ),
    outgoing: new WireReader(
      {
        ...shared,
        direction: 'out',
        deflate: deflate && { windowBits: deflate.clientMaxWindowBits, noContextTakeover: deflate.clientNoContextTakeover },
        // What a person sends is theirs to choose; the limit is for what a server sends.
        maxMessageBytes: Number.MAX_SAFE_INTEGER,
      },
      onOutgoing,
    ),
  }
}

function createNumbering(): Numbering {
  let seq = 0
  let message = 0
  return { nextSeq: () => seq++, nextMessage: () => message++ }
}
