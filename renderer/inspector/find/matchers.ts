import { bytesBehind } from '../text/utf8.ts'
import { expressionOf, type FindQuery, hexBytes, literally, type Span } from './find-query.ts'

/** Matches in `window` that begin in [from, until), one behind the other, at most `most`. Offsets count from the window's start. */
export type Match = (window: Uint8Array, from: number, until: number, most: number) => Span[]

/** How a query is searched for. */
export interface Matcher {
  readonly match: Match
  /** Bytes that must be there behind a place before it is known whether a match begins at it. */
  readonly lookahead: number
}

/** Longer matches of a regular expression are found only where no slice ends within them. */
export const LONGEST_EXPRESSION_MATCH = 64 * 1024
/** Bytes that one character can have in another case. */
const MOST_BYTES_PER_UNIT = 4

/** @throws SyntaxError if the query has a problem (problemOf) */
export function matcherOf({ mode, text, isCaseSensitive }: FindQuery): Matcher {
  if (mode === 'regex') return { match: expressionMatch(expressionOf(text, isCaseSensitive)), lookahead: LONGEST_EXPRESSION_MATCH }
  if (mode === 'text' && !isCaseSensitive) {
    return { match: expressionMatch(expressionOf(literally(text), false)), lookahead: text.length * MOST_BYTES_PER_UNIT }
  }
  const needle = mode === 'hex' ? hexBytes(text) : new TextEncoder().encode(text)
  if (needle === null || needle.length === 0) throw new SyntaxError('no bytes')
  return { match: byteMatch(needle), lookahead: needle.length - 1 }
}

/** Horspool's search: a byte that is not in the needle lets it skip the needle's whole length. */
function byteMatch(needle: Uint8Array): Match {
  const last = needle.length - 1
  const skip = new Uint32Array(256).fill(needle.length)
  for (let index = 0; index < last; index++) skip[needle[index] ?? 0] = last - index
  return (window, from, until, most) => {
    const spans: Span[] = []
    for (let at = from; at < until && at + last < window.length && spans.length < most; ) {
      if (isAt(window, at, needle)) {
        spans.push({ start: at, end: at + needle.length })
        at += needle.length
      } else at += skip[window[at + last] ?? 0] ?? 1
    }
    return spans
  }
}

function isAt(window: Uint8Array, at: number, needle: Uint8Array): boolean {
  for (let index = needle.length - 1; index >= 0; index--) {
    if (window[at + index] !== needle[index]) return false
  }
  return true
}

/** On the window's text; what stands before `from` is seen by ^, \b and look-behind. Matches of no length are none. */
function expressionMatch(expression: RegExp): Match {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return (window, from, until, most) => {
    const text = decoder.decode(window)
    const spans: Span[] = []
    let index = decoder.decode(window.subarray(0, from)).length
    let byte = from
    expression.lastIndex = index
    while (spans.length < most) {
      const found = expression.exec(text)
      if (!found) break
      const start = bytesBehind(text.slice(index, found.index), window, byte)
      if (start >= until) break
      const end = bytesBehind(found[0], window, start)
      if (end > start) spans.push({ start, end })
      else expression.lastIndex += (text.codePointAt(found.index) ?? 0) > 0xffff ? 2 : 1
      index = found.index + found[0].length
      byte = end
    }
    return spans
  }
}
