import type { CapturedEvent } from '#engine/capture/capture.ts'
import type { CapturedFrame } from '#engine/tap/captured.ts'
import { VIOLATIONS } from '#shared/model/frame.ts'
import type { CloseRecord, HandshakeRecord } from '#shared/model/records.ts'
import type { CapturedItem, ItemBatches } from '../captured-items.ts'
import type { ExportContext, Pieces } from '../export-context.ts'
import { unknownHandshake } from '../unknown-handshake.ts'
import { enhancedPacket, interfaceDescription, sectionHeader } from './blocks.ts'
import { type HopStream, hopStream } from './hop-stream.ts'

/**
 * A packet capture for Wireshark: every frame's bytes as they crossed, masked ones masked, at the time of the frame, around them
 * TCP connections that are made up, one for each hop: SYN, request and answer, FIN or RST. A frame has packets of its own.
 *
 * @see draft-ietf-opsawg-pcapng
 */
export async function* writePcapng({ events, version }: ExportContext, batches: ItemBatches): Pieces {
  yield sectionHeader(`Sockscope ${version}`, [])
  yield interfaceDescription('sockscope')
  const conversation = new Conversation(events)
  for await (const items of batches) for (const item of items) yield* conversation.blocksOf(item)
  yield* conversation.end()
}

class Conversation {
  readonly #hops: readonly HandshakeRecord[]
  #stream: HopStream | null = null
  #isEnded = false
  /** Said with the end of TCP. */
  #note: string | null = null

  constructor(events: readonly CapturedEvent[]) {
    this.#hops = events.filter((event) => event.type === 'handshake')
  }

  *blocksOf(item: CapturedItem): Generator<Uint8Array> {
    // Handshakes are written when it is known what follows: no packet of theirs may be later than the first frame.
    if (item.kind === 'event' && item.event.type === 'handshake') return
    const timeUs = item.kind === 'frame' ? item.frame.facts.timeUs : item.event.timeUs
    yield* this.#open(timeUs)
    if (item.kind === 'frame') yield* this.#frame(item.frame)
    else if (item.event.type === 'close') yield* this.#close(item.event)
    else if (item.event.type === 'error') this.#note = `Sockscope: ${item.event.code}: ${item.event.message}`
  }

  *end(): Generator<Uint8Array> {
    yield* this.#open(Number.POSITIVE_INFINITY)
  }

  *#open(notLaterThanUs: number): Generator<Uint8Array> {
    if (this.#stream !== null) return
    const reached = this.#hops.filter((hop) => hop.request !== null)
    for (const [index, hop] of reached.entries()) {
      this.#stream = hopStream(hop)
      yield* this.#stream.opening(notLaterThanUs)
      const isLast = index === reached.length - 1
      // The connection of a redirect that was followed is over before the next begins.
      if (!isLast) yield* this.#finish(Math.min(hop.timeUs + hop.timingsMs.total * 1000, notLaterThanUs), this.#stream)
    }
  }

  *#frame(frame: CapturedFrame): Generator<Uint8Array> {
    // Frames without a handshake: the process was killed before it was written.
    this.#stream ??= hopStream(unknownHandshake(0))
    const { facts, wire } = frame
    const packets = [...this.#stream.tcp.send(facts.direction, wire)]
    for (const [index, packet] of packets.entries()) {
      const comments = index === packets.length - 1 && facts.violation !== null ? [violationComment(frame)] : []
      yield enhancedPacket(facts.timeUs, packet, comments)
    }
  }

  /** As TCP ended: with FIN where the other side ended it, or nobody can tell; with RST from the side that reset or dropped it. */
  *#close({ timeUs, tcp }: CloseRecord): Generator<Uint8Array> {
    if (this.#stream === null || this.#isEnded) return
    this.#isEnded = true
    const isDropped = tcp.how !== 'kept-open' && tcp.by === 'local'
    if (tcp.how !== 'reset' && !isDropped) yield* this.#finish(timeUs, this.#stream)
    else yield enhancedPacket(timeUs, this.#stream.tcp.reset(isDropped ? 'out' : 'in'), this.#notes())
  }

  *#finish(timeUs: number, { tcp }: HopStream): Generator<Uint8Array> {
    const notes = this.#notes()
    // The server ends TCP first (RFC 6455 section 7.1.1).
    for (const [index, packet] of tcp.finish('in').entries()) yield enhancedPacket(timeUs, packet, index === 0 ? notes : [])
  }

  #notes(): string[] {
    return this.#note === null ? [] : [this.#note]
  }
}

function violationComment({ facts }: CapturedFrame): string {
  if (facts.violation === null) return ''
  const { rfc, text } = VIOLATIONS[facts.violation]
  const [document = '', section = ''] = rfc.split(' ')
  return `Sockscope: frame ${facts.seq} breaks RFC ${document} section ${section}: ${text}`
}
