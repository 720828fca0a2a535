import type { Capture, CapturedEvent } from '#engine/capture/capture.ts'
import type { CapturedFrame, CapturedMessage } from '#engine/tap/captured.ts'
import type { CapturedItem } from './captured-items.ts'
import type { ImportedConnection } from './import-target.ts'

interface NewNumber {
  readonly message: number
  readonly firstSeq: number
}

/** Fills a capture with frames and messages that are numbered anew, without gaps, whatever their numbers were. */
export class NumberedCapture implements ImportedConnection {
  readonly #capture: Capture
  #frames = 0
  #messages = 0
  /** Messages that are not finished, by their old number. */
  readonly #open = new Map<number, NewNumber>()
  #lastSeq = 0

  constructor(capture: Capture) {
    this.#capture = capture
  }

  get frames(): number {
    return this.#frames
  }

  event(event: CapturedEvent): void {
    this.#capture.appendEvent(event)
  }

  frame({ facts, wire }: CapturedFrame): void {
    const seq = this.#frames++
    this.#lastSeq = seq
    const message = facts.message === null ? null : this.#numberOf(facts.message, seq).message
    this.#capture.appendFrame({ facts: { ...facts, seq, message }, wire })
  }

  /** Told right after its last frame. */
  message({ facts, data }: CapturedMessage): void {
    const { message, firstSeq } = this.#numberOf(facts.message, this.#lastSeq)
    this.#open.delete(facts.message)
    this.#capture.appendMessage({ facts: { ...facts, message, firstSeq, lastSeq: this.#lastSeq }, data })
  }

  #numberOf(old: number, seq: number): NewNumber {
    const known = this.#open.get(old)
    if (known) return known
    const made = { message: this.#messages++, firstSeq: seq }
    this.#open.set(old, made)
    return made
  }
}

export function giveItem(to: ImportedConnection, item: CapturedItem): void {
  if (item.kind === 'event') to.event(item.event)
  else {
    to.frame(item.frame)
    if (item.message) to.message(item.message)
  }
}
