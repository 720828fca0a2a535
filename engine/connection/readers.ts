import { constants } from 'node:buffer'
import type { NegotiatedDeflate } from '#shared/model/handshake.ts'
import { nowUs } from '../clock.ts'
import { freeMemory } from '../tap/free-memory.ts'
import { type Numbering, WireReader, type WireReaderListener } from '../tap/wire-reader.ts'
import type { Turns } from './turns.ts'

export interface ReadersOptions {
  readonly deflate: NegotiatedDeflate | null
  readonly maxMessageBytes: number
  readonly onIncoming: WireReaderListener
  readonly onOutgoing: WireReaderListener
  readonly turns: Turns
}

/** The two taps of one connection: they count frames and messages together, in the order these crossed the socket. */
export interface Readers {
  /** Reads what arrived: just now, if nothing else is said. The chunk's memory is the reader's from here on. */
  readonly incoming: (chunk: Uint8Array, arrivedUs?: number) => void
  /**
   * Reads what the socket was given just now. A frame that answers one in the middle of a chunk (a pong, an echo) leaves
   * after the whole chunk arrived: it is dated at once and told behind the chunk's other frames.
   */
  readonly outgoing: (chunk: Uint8Array) => void
  /** Both directions ended: tells the frames that were cut off. */
  readonly end: () => void
}

export function createReaders({ deflate, maxMessageBytes, onIncoming, onOutgoing, turns }: ReadersOptions): Readers {
  let timeUs = nowUs()
  const shared = { numbering: createNumbering(), now: () => timeUs }
  const incoming = new WireReader(
    {
      ...shared,
      direction: 'in',
      deflate: deflate && { windowBits: deflate.serverMaxWindowBits, noContextTakeover: deflate.serverNoContextTakeover },
      maxMessageBytes,
    },
    onIncoming,
  )
  const outgoing = new WireReader(
    {
      ...shared,
      direction: 'out',
      deflate: deflate && { windowBits: deflate.clientMaxWindowBits, noContextTakeover: deflate.clientNoContextTakeover },
      // What a person sends is theirs to choose; the limit is for what a server sends. More than this no array can hold.
      maxMessageBytes: constants.MAX_LENGTH,
    },
    onOutgoing,
  )
  const read = (reader: WireReader, chunk: Uint8Array, atUs: number): void =>
    turns.take(() => {
      timeUs = atUs
      const isKept = reader.read(chunk)
      if (reader === incoming && !isKept) freeMemory(chunk)
    })
  return {
    incoming: (chunk, arrivedUs = nowUs()) => read(incoming, chunk, arrivedUs),
    outgoing: (chunk) => read(outgoing, chunk, nowUs()),
    end: () => {
      timeUs = nowUs()
      incoming.end()
      outgoing.end()
    },
  }
}

function createNumbering(): Numbering {
  let seq = 0
  let message = 0
  return {
    nextSeq: (count = 1) => {
      seq += count
      return seq - count
    },
    nextMessage: (count = 1) => {
      message += count
      return message - count
    },
  }
}
