import { constants } from 'node:buffer'
import type { NegotiatedDeflate } from '#shared/model/handshake.ts'
import { nowUs } from '../clock.ts'
import { freeMemory } from '../tap/free-memory.ts'
import { type Numbering, WireReader, type WireReaderListener, type WireReaderOptions } from '../tap/wire-reader.ts'
import type { Turns } from './turns.ts'

export interface ReadersOptions {
  readonly deflate: NegotiatedDeflate | null
  readonly limits: Pick<WireReaderOptions, 'maxMessageBytes' | 'maxInflatedBytes' | 'maxFragments' | 'tolerant'>
  readonly onIncoming: WireReaderListener
  readonly onOutgoing: Pick<WireReaderListener, 'onFrame' | 'onMessage'>
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
  /** Where the bytes end by now: within a frame, and within one whose header breaks a rule. */
  readonly isInsideFrame: () => boolean
  readonly isBreaking: () => boolean
  /** Waits no longer for the rest of a frame whose header breaks a rule. */
  readonly giveUpFrame: () => void
  /** Both directions ended: tells the frames that were cut off. */
  readonly end: () => void
}

/** What a person sends is theirs to choose; limits are for what a server sends. More than this no array can hold. */
const NO_LIMITS = {
  maxMessageBytes: constants.MAX_LENGTH,
  maxInflatedBytes: constants.MAX_LENGTH,
  maxFragments: Number.POSITIVE_INFINITY,
  tolerant: false,
}

export function createReaders({ deflate, limits, onIncoming, onOutgoing, turns }: ReadersOptions): Readers {
  let timeUs = nowUs()
  const shared = { numbering: createNumbering(), now: () => timeUs }
  const incoming = new WireReader(
    {
      ...shared,
      direction: 'in',
      deflate: deflate && { windowBits: deflate.serverMaxWindowBits, noContextTakeover: deflate.serverNoContextTakeover },
      ...limits,
    },
    onIncoming,
  )
  const outgoing = new WireReader(
    {
      ...shared,
      direction: 'out',
      deflate: deflate && { windowBits: deflate.clientMaxWindowBits, noContextTakeover: deflate.clientNoContextTakeover },
      ...NO_LIMITS,
    },
    { ...onOutgoing, onControl: () => undefined, onViolation: () => undefined },
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
    isInsideFrame: () => incoming.isInsideFrame,
    isBreaking: () => incoming.isBreaking,
    giveUpFrame: () =>
      turns.take(() => {
        timeUs = nowUs()
        incoming.giveUpFrame()
      }),
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
