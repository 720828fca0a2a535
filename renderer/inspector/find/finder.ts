import { characterStart, wholeLength } from '../text/utf8.ts'
import type { Span } from './find-query.ts'
import type { Matcher } from './matchers.ts'

/** Bytes before a place that an expression may look back at. */
const CONTEXT_BYTES = 256

/** Finds matches in a payload that comes slice by slice, also those that lie across two slices. */
export class Finder {
  readonly #matcher: Matcher
  #window = new Uint8Array()
  /** Where the window begins in the payload. */
  #first = 0
  /** Where the next match may begin, in the payload. */
  #from = 0

  constructor(matcher: Matcher) {
    this.#matcher = matcher
  }

  /** The matches that are certain now, at most `most`, in order. `isLast`: no slice follows. */
  feed(slice: Uint8Array, isLast: boolean, most: number): Span[] {
    const window = joined(this.#window, slice)
    const usable = isLast ? window.length : wholeLength(window)
    const from = this.#from - this.#first
    const until = isLast ? usable : characterStart(window, Math.max(from, usable - this.#matcher.lookahead))
    const spans = this.#matcher.match(window.subarray(0, usable), from, until, most)
    const next = Math.max(from, until, spans.at(-1)?.end ?? 0)
    const kept = characterStart(window, Math.max(0, next - CONTEXT_BYTES))
    const first = this.#first
    this.#window = window.slice(kept)
    this.#first += kept
    this.#from = first + next
    return spans.map(({ start, end }) => ({ start: first + start, end: first + end }))
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(one.length + other.length)
  bytes.set(one)
  bytes.set(other, one.length)
  return bytes
}
