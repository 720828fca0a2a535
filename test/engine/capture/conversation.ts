import { deflateRawSync } from 'node:zlib'
import type { CapturedFrame, CapturedMessage } from '#engine/tap/captured.ts'
import type { Direction, FrameFacts, FrameRow, MessageFacts, MessageKind, ViolationId } from '#shared/model/frame.ts'
import { frame as frameBytes, hex } from '#test/support/frame-builder.ts'
import type { SeededRandom } from '#test/support/seeded-random.ts'

/** A frame as it was told, and what must be read back of it. */
export interface Told {
  readonly frame: CapturedFrame
  /** Unmasked, as far as it is there. */
  readonly payload: Uint8Array
  readonly row: FrameRow
  /** Told right after the frame. */
  readonly message: CapturedMessage | null
}

interface FrameToTell {
  readonly opcode: number
  readonly payload: Uint8Array
  readonly fin?: boolean
  readonly rsv?: number
  readonly direction?: Direction
  readonly message?: number | null
  readonly violation?: ViolationId | null
  /** Bytes missing at its end. */
  readonly missing?: number
}

interface OpenMessage {
  readonly number: number
  readonly kind: MessageKind
  readonly compressed: boolean
  readonly data: Uint8Array
  readonly firstSeq: number
  readonly rest: Uint8Array[]
  frames: number
  wireLength: number
}

const utf8 = (text: string) => new TextEncoder().encode(text)

/** Makes frames, and by its own means what a capture must say of them. */
export class Conversation {
  readonly told: Told[] = []
  readonly #random: SeededRandom
  readonly #open: Record<Direction, OpenMessage | null> = { in: null, out: null }
  #messages = 0

  constructor(random: SeededRandom) {
    this.#random = random
  }

  /** Adds `count` frames: both directions, all kinds, messages whole, in fragments, compressed, with controls between. */
  ramble(count: number): this {
    for (const end = this.told.length + count; this.told.length < end; ) {
      const direction = this.#random.pick(['in', 'out'] as const)
      if (this.#random.chance(0.1)) this.control(direction)
      else this.#step(direction)
    }
    return this
  }

  control(direction: Direction): void {
    const opcode = this.#random.pick([9, 10])
    const [payload, preview, previewKind] = this.#random.pick([
      [utf8('tick ✓'), 'tick ✓', 'text'],
      [hex('00 ff 10'), '00 ff 10', 'hex'],
      [hex(''), '', 'empty'],
    ] as const)
    this.add({ opcode, payload, direction }, { preview, previewKind })
  }

  /** One message in as many frames as there are lengths, the last one with what remains; nothing between. */
  say(kind: MessageKind, data: Uint8Array, options: { compressed?: boolean; fragments?: number; direction?: Direction } = {}): this {
    const direction = options.direction ?? 'in'
    this.#begin(direction, kind, data, options.compressed ?? false, options.fragments ?? 1)
    while (this.#open[direction] !== null) this.#step(direction)
    return this
  }

  /** A frame on its own, no part of a finished message unless `expected` says so. */
  add(wanted: FrameToTell, expected: Partial<FrameRow>, message: CapturedMessage | null = null): Told {
    const { opcode, payload, fin = true, rsv = 0, direction = 'in', missing = 0 } = wanted
    const mask = direction === 'out' ? this.#random.bytes(4) : false
    const whole = frameBytes({ opcode, payload, fin, rsv, mask })
    const facts: FrameFacts = {
      seq: this.told.length,
      timeUs: 1_795_000_000_000_000 + this.told.length * 7,
      direction,
      fin,
      rsv,
      opcode,
      masked: mask !== false,
      maskKey: mask === false ? null : Buffer.from(mask).toString('hex'),
      headerLength: whole.length - payload.length,
      payloadLength: payload.length,
      wireLength: whole.length,
      message: wanted.message ?? null,
      violation: wanted.violation ?? null,
    }
    const row: FrameRow = {
      ...facts,
      kind: null,
      compressed: false,
      messageLength: null,
      messageFrames: null,
      preview: '',
      previewKind: 'empty',
      ...expected,
    }
    const wire = whole.subarray(0, whole.length - missing)
    const told: Told = { frame: { facts, wire }, payload: payload.subarray(0, payload.length - missing), row, message }
    this.told.push(told)
    return told
  }

  #step(direction: Direction): void {
    if (this.#open[direction] === null) {
      const kind = this.#random.pick(['text', 'binary'] as const)
      this.#begin(direction, kind, this.#someData(kind), this.#random.chance(0.3), 1 + this.#random.below(4))
    }
    const open = this.#open[direction]!
    const [piece, fin] = [open.rest.shift()!, open.rest.length === 0]
    const isFirst = open.frames === 0
    const opcode = isFirst ? (open.kind === 'text' ? 1 : 2) : 0
    const base = { kind: open.kind, compressed: open.compressed }
    const own = open.kind === 'text' && !open.compressed ? textRow(piece) : hexRow(piece)
    open.frames += 1
    const wanted = { opcode, payload: piece, fin, rsv: isFirst && open.compressed ? 4 : 0, direction, message: open.number }
    if (!fin) {
      open.wireLength += this.add(wanted, { ...base, ...own }).frame.facts.wireLength
      return
    }
    const shown = open.kind === 'text' ? textRow(open.data) : hexRow(open.data)
    const told = this.add(wanted, { ...base, ...shown, messageLength: open.data.length, messageFrames: open.frames })
    const message = { facts: finishedFacts(open, told.frame.facts), data: open.data }
    this.told[this.told.length - 1] = { ...told, message }
    this.#open[direction] = null
  }

  #begin(direction: Direction, kind: MessageKind, data: Uint8Array, compressed: boolean, fragments: number): void {
    const payload: Uint8Array = compressed ? deflateRawSync(data) : data
    const size = Math.ceil(payload.length / fragments)
    const rest = Array.from({ length: fragments }, (_, index) =>
      payload.subarray(index * size, index === fragments - 1 ? undefined : (index + 1) * size),
    )
    this.#open[direction] = { number: this.#messages++, kind, compressed, data, firstSeq: this.told.length, rest, frames: 0, wireLength: 0 }
  }

  #someData(kind: MessageKind): Uint8Array {
    const length = this.#random.chance(0.02) ? this.#random.below(5_000) : this.#random.below(120)
    if (kind === 'binary') return this.#random.bytes(length)
    return utf8(Array.from({ length }, () => this.#random.pick(['a', 'b', '7', '\u0007', 'é', '世', '😀', '\ufeff'])).join(''))
  }
}

function finishedFacts(open: OpenMessage, last: FrameFacts): MessageFacts {
  return {
    message: open.number,
    timeUs: last.timeUs,
    direction: last.direction,
    kind: open.kind,
    length: open.data.length,
    wireLength: open.wireLength + last.wireLength,
    frames: open.frames,
    compressed: open.compressed,
    firstSeq: open.firstSeq,
    lastSeq: last.seq,
  }
}

function textRow(bytes: Uint8Array): Partial<FrameRow> {
  if (bytes.length === 0) return { preview: '', previewKind: 'empty' }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).slice(0, 256)
  return { preview: /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text, previewKind: 'text' }
}

function hexRow(bytes: Uint8Array): Partial<FrameRow> {
  if (bytes.length === 0) return { preview: '', previewKind: 'empty' }
  const digits = Buffer.from(bytes.subarray(0, 48)).toString('hex')
  return { preview: digits.replace(/..(?=.)/g, '$& '), previewKind: 'hex' }
}
