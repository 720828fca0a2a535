import { createHeadReader, type HeadReader } from '#engine/handshake/answer-head.ts'
import { AppError } from '#shared/errors.ts'
import type { Direction } from '#shared/model/frame.ts'
import type { HandshakeRequest, Peer } from '#shared/model/handshake.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import type { ImportedConnection, ImportTarget } from '../import-target.ts'
import { importedHandshake } from '../imported-handshake.ts'
import { ByteStream } from './byte-stream.ts'
import type { TcpSegment } from './read-segment.ts'
import { RequestReader } from './request-reader.ts'
import { WebSocketTalk } from './websocket-talk.ts'

const NOTE =
  'Imported from a packet capture. Headers and frames are those of the packets, times those of the machine that captured them; who resolved names, or what a proxy was told, is not in it.'
/** Frames that a client sent before it was answered, and no more. */
const MOST_EARLY_BYTES = 1024 * 1024

interface Asked {
  readonly request: HandshakeRequest
  readonly timeUs: number
  readonly head: HeadReader
  readonly early: Buffer[]
}

/** One TCP connection of a packet capture, of which the client is whoever sends a request. */
export class TcpTalk {
  readonly #target: ImportTarget
  readonly #streams: Record<'one' | 'other', ByteStream> = { one: new ByteStream(), other: new ByteStream() }
  readonly #one: string
  readonly #ended = new Set<Direction>()
  #client: 'one' | 'other' | null = null
  #requests = new RequestReader()
  #synUs: number | null = null
  #connectedUs: number | null = null
  #asked: Asked | null = null
  #talk: WebSocketTalk | null = null
  #isDone = false

  constructor(target: ImportTarget, first: TcpSegment) {
    this.#target = target
    this.#one = endOf(first)
  }

  /** Nothing more of it is of interest. */
  get isDone(): boolean {
    return this.#isDone
  }

  /** @throws AppError of the target */
  take(segment: TcpSegment): void {
    if (this.#isDone) return
    const side = endOf(segment) === this.#one ? 'one' : 'other'
    if (segment.syn) {
      this.#streams[side].synchronize(segment.sequence)
      if (segment.ack) this.#connectedUs ??= segment.timeUs
      else this.#synUs ??= segment.timeUs
    }
    if (segment.rst) this.#end(segment.timeUs, 'reset')
    else if (segment.missingBytes > 0) this.#lose(segment.timeUs)
    else if (segment.payload.length > 0 || segment.fin) this.#takeBytes(side, segment)
  }

  #takeBytes(side: 'one' | 'other', segment: TcpSegment): void {
    const sequence = segment.syn ? (segment.sequence + 1) >>> 0 : segment.sequence
    const taken = this.#streams[side].take(sequence, segment.payload, segment.fin)
    if (taken.kind === 'gap') {
      this.#lose(segment.timeUs)
      return
    }
    for (const piece of taken.pieces) this.#read(side, piece, segment)
    if (taken.hasEnded) this.#finish(side, segment.timeUs)
  }

  #read(side: 'one' | 'other', piece: Uint8Array, segment: TcpSegment): void {
    if (this.#isDone) return
    this.#client ??= side
    const direction = side === this.#client ? 'out' : 'in'
    if (this.#talk) this.#talk.read(direction, piece, segment.timeUs)
    else if (direction === 'out') this.#readRequest(piece, segment)
    else this.#readAnswer(piece, segment)
  }

  #readRequest(piece: Uint8Array, segment: TcpSegment): void {
    if (this.#asked) {
      const bytes = this.#asked.early.reduce((sum, each) => sum + each.length, piece.length)
      if (bytes > MOST_EARLY_BYTES) this.#isDone = true
      else this.#asked.early.push(Buffer.from(piece))
      return
    }
    const reading = this.#requests.read(piece)
    if (reading.kind === 'more') return
    if (reading.kind === 'foreign') {
      this.#isDone = true
      return
    }
    // An ordinary request on a connection that is kept: its answer is passed over, the next request may be the one.
    if (!reading.isUpgrade) return
    const early = reading.rest.length > 0 ? [reading.rest] : []
    this.#asked = { request: reading.request, timeUs: segment.timeUs, head: createHeadReader(DEFAULT_SPEC.options.maxHeadBytes), early }
  }

  #readAnswer(piece: Uint8Array, segment: TcpSegment): void {
    if (this.#asked === null) return
    const { request, timeUs, head, early } = this.#asked
    const answer = readHead(head, piece)
    if (answer === 'more') return
    const record = importedHandshake({
      connection: 1,
      timeUs: this.#synUs ?? timeUs,
      url: urlOf(request, segment),
      peer: peerOf(segment),
      request,
      answer: answer?.head ?? null,
      timingsMs: this.#timings(timeUs, segment.timeUs),
      note: NOTE,
    })
    const to = this.#target.connection(record.url)
    to.event(record)
    this.#asked = null
    if (answer?.head.status !== 101) {
      this.#requests = new RequestReader()
      if (answer === null) this.#isDone = true
      return
    }
    this.#begin(to, record.negotiated?.deflate ?? null, early, answer.rest, segment.timeUs)
  }

  #begin(
    to: ImportedConnection,
    deflate: ConstructorParameters<typeof WebSocketTalk>[1],
    early: readonly Buffer[],
    rest: Uint8Array,
    timeUs: number,
  ): void {
    this.#talk = new WebSocketTalk(to, deflate)
    for (const bytes of early) this.#talk.read('out', bytes, timeUs)
    if (rest.length > 0) this.#talk.read('in', rest, timeUs)
  }

  #timings(askedUs: number, answeredUs: number) {
    const tcp = this.#synUs !== null && this.#connectedUs !== null ? (this.#connectedUs - this.#synUs) / 1000 : null
    const [request, total] = [(answeredUs - askedUs) / 1000, (answeredUs - (this.#synUs ?? askedUs)) / 1000]
    return { dns: null, tcp, proxy: null, tls: null, request, total }
  }

  /** Both directions must end: a side that has finished may still be told something. */
  #finish(side: 'one' | 'other', timeUs: number): void {
    this.#ended.add(side === this.#client ? 'out' : 'in')
    if (this.#ended.size === 2) this.#end(timeUs, 'fin')
  }

  #end(timeUs: number, ending: 'fin' | 'reset'): void {
    this.#isDone = true
    this.#talk?.end(timeUs, ending)
  }

  #lose(timeUs: number): void {
    this.#isDone = true
    this.#talk?.loseTrack(timeUs)
  }
}

const endOf = ({ from, fromPort }: TcpSegment): string => `${from} ${fromPort}`

/** Null for what is no HTTP at all. */
function readHead(head: HeadReader, piece: Uint8Array): NonNullable<ReturnType<HeadReader['read']>> | 'more' | null {
  try {
    return head.read(piece) ?? 'more'
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function urlOf({ target, headers }: HandshakeRequest, { from, fromPort }: TcpSegment): string {
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1]
  if (/^https?:\/\//i.test(target)) return target.replace(/^http/i, 'ws')
  // The segment is the answer's: the server is where it comes from.
  return `ws://${host ?? `${from.includes(':') ? `[${from}]` : from}:${fromPort}`}${target}`
}

const peerOf = ({ from, fromPort, to, toPort }: TcpSegment): Peer => ({
  address: from,
  port: fromPort,
  localAddress: to,
  localPort: toPort,
})
