import { unreadable } from './source.ts'

/**
 * The words of a command line as a POSIX shell splits it: quotes, backslashes, `$'…'` as browsers copy it, and lines that go on
 * behind a backslash (or a caret, from Windows). Nothing is expanded or run. Reading stops at `|`, `;`, `&` and redirections.
 *
 * @throws AppError 'import.unreadable' for a quote that is open
 */
export function shellWords(line: string): string[] {
  const text = line.replace(/[\\^]\r?\n/g, ' ')
  const words: string[] = []
  let word: string | null = null
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
      continue
    }
    if (word === null && /[|;&<>]/.test(character)) return words
    const quoted = readQuoted(text, at)
    word = (word ?? '') + (quoted?.text ?? character)
    if (quoted) at = quoted.end - 1
  }
  if (word !== null) words.push(word)
  return words
}

interface Quoted {
  readonly text: string
  /** Behind it. */
  readonly end: number
}

function readQuoted(text: string, at: number): Quoted | null {
  const character = text.charAt(at)
  if (character === '\\') return { text: text.charAt(at + 1), end: at + 2 }
  if (character === "'") return { text: text.slice(at + 1, closing(text, at + 1, "'")), end: closing(text, at + 1, "'") + 1 }
  if (character === '"') return readEscaped(text, at + 1, '"', (escaped) => (/["\\$`]/.test(escaped) ? escaped : `\\${escaped}`))
  if (text.startsWith("$'", at)) return readEscaped(text, at + 2, "'", (escaped) => ANSI_C[escaped] ?? escaped)
  return null
}

const ANSI_C: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', a: '\u0007', e: '\u001b' }

function readEscaped(text: string, start: number, quote: string, meaningOf: (escaped: string) => string): Quoted {
  let inner = ''
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === quote) return { text: inner, end: at + 1 }
    if (character !== '\\') {
      inner += character
      continue
    }
    const [whole, hex] = /^\\u([\da-f]{4})/i.exec(text.slice(at, at + 6)) ?? []
    inner += hex === undefined ? meaningOf(text.charAt(at + 1)) : String.fromCharCode(Number.parseInt(hex, 16))
    at += (whole?.length ?? 2) - 1
  }
  throw unreadable(`A quote (${quote}) is not closed.`)
}

function closing(text: string, from: number, quote: string): number {
  const end = text.indexOf(quote, from)
  if (end === -1) throw unreadable(`A quote (${quote}) is not closed.`)
  return end
}
