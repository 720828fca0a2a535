/**
 * The language of variables in a text: `{{name}}`, `{{$function argument "an argument"}}`, and `\{{` for two braces.
 * An argument may hold placeholders of its own: `{{$hmacSha256 {{secret}} "{{$timestamp}}:GET"}}`. A placeholder stands on one line.
 */

/** Parts in order; together their places cover the whole text. Places are UTF-16 offsets, `end` exclusive. */
export type Template = readonly TemplatePart[]

export type TemplatePart =
  /** `text` is what is meant: an escape without its backslash. */
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'variable'; readonly name: string; readonly start: number; readonly end: number }
  /** `name` without its `$`. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Template[]; readonly start: number; readonly end: number }
  /** Begins like a placeholder and is none. */
  | { readonly kind: 'broken'; readonly problem: TemplateProblem; readonly start: number; readonly end: number }

/** 'open': `}}` is missing; 'empty': nothing stands in it; 'name': not a name; 'quote': a quote is open; 'deep': too many in one another. */
export type TemplateProblem = 'open' | 'empty' | 'name' | 'quote' | 'deep'

const OPENING = '{{'
const CLOSING = '}}'
const ESCAPED = '\\{{'
const SPACE = /\s/
const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u
/** Far beyond what a person writes, and far below what a call stack holds. */
const MAX_DEPTH = 16

/** Reads a text; never throws: what cannot be read is a 'broken' part, and reading goes on behind it. */
export function parseTemplate(text: string): Template {
  // Most texts have no variables.
  if (!text.includes(OPENING)) return text === '' ? [] : [{ kind: 'text', text, start: 0, end: text.length }]
  return new Reader(text).parts(0, 0, ESCAPES, () => false).parts
}

export const isVariableName = (name: string): boolean => NAME.test(name)

/** The text as it stands in a template, so that reading it gives the text again. */
export const escapeTemplate = (text: string): string => text.replaceAll(OPENING, ESCAPED)

interface Parts {
  readonly parts: Template
  readonly end: number
}

/** The name or an argument of a placeholder. `isOpen`: its closing quote is missing. */
interface Word {
  readonly template: Template
  readonly isQuoted: boolean
  readonly isOpen: boolean
  readonly end: number
}

type Escapes = readonly (readonly [written: string, meant: string])[]
const ESCAPES: Escapes = [[ESCAPED, OPENING]]
const QUOTED_ESCAPES: Escapes = [...ESCAPES, ['\\"', '"'], ['\\\\', '\\']]

class Reader {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** Reads text and placeholders up to where `isEnd` says, or to the end of the text. */
  parts(start: number, depth: number, escapes: Escapes, isEnd: (at: number) => boolean): Parts {
    const parts: TemplatePart[] = []
    let plain = ''
    let plainStart = start
    let at = start
    const flush = (): void => {
      if (at > plainStart) parts.push({ kind: 'text', text: plain, start: plainStart, end: at })
      plain = ''
    }
    while (at < this.#text.length) {
      const found = escapes.find(([written]) => this.#text.startsWith(written, at))
      if (found) {
        plain += found[1]
        at += found[0].length
      } else if (isEnd(at)) {
        break
      } else if (this.#text.startsWith(OPENING, at)) {
        flush()
        const part = this.#placeholder(at, depth)
        parts.push(part)
        at = part.end
        plainStart = at
      } else {
        plain += this.#text[at]
        at += 1
      }
    }
    flush()
    return { parts, end: at }
  }

  /** Never reads a place twice: where it breaks off, its end is where it came. */
  #placeholder(start: number, depth: number): TemplatePart {
    const broken = (problem: TemplateProblem, end: number): TemplatePart => ({ kind: 'broken', problem, start, end })
    if (depth >= MAX_DEPTH) return broken('deep', start + OPENING.length)
    const words: Word[] = []
    let at = this.#skipSpace(start + OPENING.length)
    while (!this.#isLineEnd(at) && !this.#text.startsWith(CLOSING, at)) {
      const word = this.#word(at, depth)
      if (word.isOpen) return broken('quote', word.end)
      words.push(word)
      at = this.#skipSpace(word.end)
    }
    if (this.#isLineEnd(at)) return broken('open', at)
    const end = at + CLOSING.length
    const [head, ...args] = words
    if (head === undefined) return broken('empty', end)
    const name = head.isQuoted ? null : plainTextOf(head.template)
    if (name === null) return broken('name', end)
    if (name.startsWith('$') && NAME.test(name.slice(1))) {
      return { kind: 'call', name: name.slice(1), args: args.map(({ template }) => template), start, end }
    }
    return args.length === 0 && NAME.test(name) ? { kind: 'variable', name, start, end } : broken('name', end)
  }

  #word(start: number, depth: number): Word {
    const isQuoted = this.#text[start] === '"'
    const isQuotedEnd = (at: number): boolean => this.#text[at] === '"' || this.#isLineEnd(at)
    const isBareEnd = (at: number): boolean => SPACE.test(this.#text.charAt(at)) || this.#text.startsWith(CLOSING, at)
    const { parts: template, end } = isQuoted
      ? this.parts(start + 1, depth + 1, QUOTED_ESCAPES, isQuotedEnd)
      : this.parts(start, depth + 1, ESCAPES, isBareEnd)
    const isOpen = isQuoted && this.#isLineEnd(end)
    return { template, isQuoted, isOpen, end: isQuoted && !isOpen ? end + 1 : end }
  }

  #isLineEnd(at: number): boolean {
    return at >= this.#text.length || this.#text[at] === '\n'
  }

  #skipSpace(start: number): number {
    let at = start
    while (!this.#isLineEnd(at) && SPACE.test(this.#text.charAt(at))) at += 1
    return at
  }
}

/** The head of a placeholder, if it is plain text. */
function plainTextOf(head: Template): string | null {
  const [only, ...rest] = head
  return only?.kind === 'text' && rest.length === 0 ? only.text : null
}
