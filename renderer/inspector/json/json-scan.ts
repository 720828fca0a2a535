/** Lexical rules of RFC 8259, each on its own. Positions are UTF-16 offsets. */

export type LexicalFault = 'unfinished' | 'control-character' | 'escape' | 'number'

/** Where the token ends, or what is wrong with it and where. */
export type Scanned = { readonly end: number } | { readonly fault: LexicalFault; readonly offset: number }

const QUOTE = 0x22
const BACKSLASH = 0x5c
const ESCAPES = new Set('"\\/bfnrt')

/** @see RFC 8259 section 2: space, tab, line feed, carriage return, and nothing else */
export function skipSpace(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at
    at++
  }
}

/** Reads a string whose opening quote stands at `from`. */
export function scanString(text: string, from: number): Scanned {
  let at = from + 1
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return { end: at + 1 }
    if (Number.isNaN(code)) return { fault: 'unfinished', offset: at }
    if (code < 0x20) return { fault: 'control-character', offset: at }
    if (code !== BACKSLASH) at++
    else {
      const length = escapeLength(text, at)
      if (length === 0) return { fault: at + 1 >= text.length ? 'unfinished' : 'escape', offset: at }
      at += length
    }
  }
}

function escapeLength(text: string, at: number): number {
  const letter = text.charAt(at + 1)
  if (letter === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0
  return ESCAPES.has(letter) ? 2 : 0
}

/** Reads a number whose first character, a digit or a minus, stands at `from`. */
export function scanNumber(text: string, from: number): Scanned {
  let at = text.charAt(from) === '-' ? from + 1 : from
  if (text.charAt(at) === '0') at++
  else {
    const end = skipDigits(text, at)
    if (end === at) return { fault: 'number', offset: at }
    at = end
  }
  if (text.charAt(at) === '.') {
    const end = skipDigits(text, at + 1)
    if (end === at + 1) return { fault: 'number', offset: end }
    at = end
  }
  if (text.charAt(at) === 'e' || text.charAt(at) === 'E') {
    const sign = text.charAt(at + 1)
    const digits = sign === '+' || sign === '-' ? at + 2 : at + 1
    const end = skipDigits(text, digits)
    if (end === digits) return { fault: 'number', offset: end }
    at = end
  }
  return { end: at }
}

function skipDigits(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (!(code >= 0x30 && code <= 0x39)) return at
    at++
  }
}
