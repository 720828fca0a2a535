import type { CapturedEvent, CaptureReader } from '#engine/capture/capture.ts'
import type { CapturedFrame, CapturedMessage } from '#engine/tap/captured.ts'
import type { Direction, MessageFacts } from '#shared/model/frame.ts'
import type { CapturedItem, FrameItem, ItemBatches } from '../capture/captured-items.ts'
import { unmaskedPayload } from '../capture/unmasked-payload.ts'
import { Recompressor } from './recompress.ts'
import type { Redactor } from './redactor.ts'
import { withPayload } from './rewrite-frame.ts'

const SLICE_BYTES = 16 * 1024 * 1024
const RSV1 = 4

/** A message that is changed, on its way through its frames. */
interface Rewriting {
  readonly data: Uint8Array
  /** What its frames carry, joined, not masked. */
  readonly payload: Uint8Array
  at: number
  wireLength: number
}

/** Takes the secrets out of frames and messages alike: what one format shows and another does not would be a leak. */
export class ItemRedaction {
  readonly #redactor: Redactor
  readonly #reader: CaptureReader
  readonly #rewriting = new Map<number, Rewriting>()
  /** Messages that were looked at and have nothing to hide, until their last frame. */
  readonly #clean = new Set<number>()
  /** Compressed messages that were never finished: only their first frame says that they are compressed. */
  readonly #unread = new Set<number>()
  readonly #recompressors: Record<Direction, Recompressor | null>

  constructor(redactor: Redactor, reader: CaptureReader, events: readonly CapturedEvent[]) {
    this.#redactor = redactor
    this.#reader = reader
    const hop = events.findLast((event) => event.type === 'handshake')
    const deflate = hop?.negotiated?.deflate ?? null
    this.#recompressors = { in: deflate && new Recompressor('in', deflate), out: deflate && new Recompressor('out', deflate) }
  }

  async *items(batches: ItemBatches): AsyncGenerator<readonly CapturedItem[]> {
    for await (const items of batches) {
      const redacted: CapturedItem[] = []
      for (const item of items) redacted.push(item.kind === 'event' ? item : await this.#item(item))
      yield redacted
    }
  }

  async #item(item: FrameItem): Promise<FrameItem> {
    const number = item.frame.facts.message
    if (number === null) return { ...item, frame: this.#alone(item.frame, true) }
    if (!this.#rewriting.has(number) && !this.#clean.has(number)) {
      const message = item.message ?? (await this.#messageOf(item.frame))
      // Never finished: there is no message to look into, only this frame.
      if (message === null) {
        if (isCompressed(item.frame)) this.#unread.add(number)
        return { ...item, frame: this.#alone(item.frame, !this.#unread.has(number)) }
      }
      this.#begin(message)
    }
    return this.#continued(item, number)
  }

  /** A frame that is no part of a finished message. */
  #alone(frame: CapturedFrame, isReadable: boolean): CapturedFrame {
    const payload = unmaskedPayload(frame)
    if (payload.length === 0) return frame
    const redacted = isReadable ? this.#redactor.payload(payload, true) : this.#redactor.unread(payload)
    return redacted ? withPayload(frame, redacted) : frame
  }

  #begin({ facts, data }: CapturedMessage): void {
    const redacted = this.#redactor.payload(data, facts.kind === 'text')
    const recompressor = facts.compressed ? this.#recompressors[facts.direction] : null
    const isRewritten = redacted !== null || recompressor?.isNeeded === true
    const shown = redacted ?? data
    if (isRewritten) {
      const payload = recompressor ? recompressor.compress(shown) : shown
      this.#rewriting.set(facts.message, { data: shown, payload, at: 0, wireLength: 0 })
    } else this.#clean.add(facts.message)
    recompressor?.remember(shown)
  }

  #continued({ frame, message }: FrameItem, number: number): FrameItem {
    const rewriting = this.#rewriting.get(number)
    if (message) {
      this.#rewriting.delete(number)
      this.#clean.delete(number)
    }
    if (!rewriting) return { kind: 'frame', frame, message }
    const wanted = message ? rewriting.payload.length - rewriting.at : unmaskedPayload(frame).length
    const part = rewriting.payload.subarray(rewriting.at, rewriting.at + wanted)
    rewriting.at += part.length
    const rewritten = withPayload(frame, part)
    rewriting.wireLength += rewritten.facts.wireLength
    const facts: MessageFacts | null = message && { ...message.facts, wireLength: rewriting.wireLength }
    return { kind: 'frame', frame: rewritten, message: facts && { facts, data: rewriting.data } }
  }

  /** The message that begins or goes on with this frame, read ahead; null if it was never finished. */
  async #messageOf({ facts: { seq } }: CapturedFrame): Promise<CapturedMessage | null> {
    const { message: facts } = await this.#reader.frame(seq)
    if (facts === null) return null
    const slices: Uint8Array[] = []
    for (let first = 0; first < facts.length; first += SLICE_BYTES) {
      slices.push((await this.#reader.payload(seq, 'message', first, SLICE_BYTES)).bytes)
    }
    return { facts, data: Buffer.concat(slices) }
  }
}

const isCompressed = ({ facts }: CapturedFrame): boolean => (facts.rsv & RSV1) !== 0
