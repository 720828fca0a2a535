/** A part of a text: [start, end). */
export interface Span {
  readonly start: number
  readonly end: number
}

const BLANK = /\s/
/** Objects and arrays nested deeper than this are taken to the end of the text: rather too much than too little. */
const MOST_DEPTH = 10_000

/**
 * Where the values of members of a name stand, in JSON or in what is nearly JSON: with a prefix (`42["event",{…}]`), cut off, or
 * JSON within a string of JSON, where the quotes are escaped.
 *
 * @param text bytes read as Latin-1, so that places are places in the bytes
 * @param name the same way
 */
export function* membersNamed(text: string, name: string): Generator<Span> {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const quote = quoteBefore(text, at)
    if (quote === null || !text.startsWith(quote, at + name.length)) continue
    let value = skipBlanks(text, at + name.length + quote.length)
    if (text[value] !== ':') continue
    value = skipBlanks(text, value + 1)
    const end = valueEnd(text, value, quote)
    if (end <= value) continue
    yield { start: value, end }
    // What lies within is taken with it; to look at it again would cost quadratic time.
    at = end - 1
  }
}

/** The quote that ends right before `at`, with its backslashes; null if there is none. */
function quoteBefore(text: string, at: number): string | null {
  if (text[at - 1] !== '"') return null
  let start = at - 1
  while (text[start - 1] === '\\') start -= 1
  return text.slice(start, at)
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && BLANK.test(text.charAt(at))) at += 1
  return at
}

function valueEnd(text: string, start: number, quote: string): number {
  if (text.startsWith(quote, start)) return stringEnd(text, start, quote)
  const first = text[start]
  if (first === '{' || first === '[') return containerEnd(text, start, quote)
  const scalar = /^[-+.\w]+/.exec(text.slice(start, start + 1_000))
  return start + (scalar?.[0].length ?? 0)
}

/** Behind the quote that ends the string; the end of the text where it was cut off. */
function stringEnd(text: string, start: number, quote: string): number {
  for (let at = start + quote.length; at < text.length; ) {
    const close = text.indexOf('"', at)
    if (close === -1) return text.length
    let backslashes = 0
    while (text[close - 1 - backslashes] === '\\') backslashes += 1
    // One level deeper every backslash and the quote are escaped once more.
    const depth = quote.length - 1
    if (depth === 0 ? backslashes % 2 === 0 : backslashes <= depth) return close + 1
    at = close + 1
  }
  return text.length
}

function containerEnd(text: string, start: number, quote: string): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (text.startsWith(quote, at)) at = stringEnd(text, at, quote) - 1
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth -= 1
    if (depth === 0) return at + 1
    if (depth > MOST_DEPTH) return text.length
  }
  return text.length
}
