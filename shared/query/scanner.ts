import { FaultFound } from './fault.ts'
import { COMPARISONS, type Comparison } from './query.ts'

const SPACE = /\s+/y
/** A word ends where a bracket, a quote or a comparison begins. */
const WORD = /(?:[^\s()"!:=<>]|!(?!=))+/y
const VALUE = /[^\s()]+/y
const COMPARISON = /==|!=|<=|>=|[:=<>]/y
const ESCAPE = /\\(?:["'\\/bfnrt]|u[0-9a-fA-F]{4})/y
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Reads a query's text from left to right: which piece comes next depends on what the parser expects. */
export class Scanner {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  get next(): string {
    return this.text.charAt(this.at)
  }

  skipSpace(): void {
    this.#take(SPACE)
  }

  /** The word that comes next, without taking it; '' where none stands. */
  peekWord(): string {
    const from = this.at
    const word = this.#take(WORD)
    this.at = from
    return word
  }

  takeWord(): string {
    return this.#take(WORD)
  }

  /** Everything up to a space or bracket. */
  takeValue(): string {
    return this.#take(VALUE)
  }

  /** ':' and '==' are '='. */
  takeComparison(): Comparison | null {
    const sign = this.#take(COMPARISON)
    const comparison = sign === ':' || sign === '==' ? '=' : sign
    return COMPARISONS.find((each) => each === comparison) ?? null
  }

  /** A text in quotes, with the escapes of JSON (RFC 8259 section 7). */
  takeText(): string {
    const from = this.at
    const quote = this.next
    this.at += 1
    let text = ''
    while (this.next !== quote) {
      if (this.isAtEnd) throw new FaultFound('text-unfinished', from, this.at - from)
      text += this.next === '\\' ? this.#takeEscape() : this.next
      this.at += 1
    }
    this.at += 1
    return text
  }

  /** `/source/flags`: slashes in a class, and those behind a backslash, belong to the source. */
  takePattern(): { readonly source: string; readonly flags: string; readonly flagsAt: number } {
    const from = this.at
    this.at += 1
    for (let isInClass = false; isInClass || this.next !== '/'; this.at += 1) {
      if (this.next === '\\') this.at += 1
      if (this.isAtEnd) throw new FaultFound('pattern-unfinished', from, this.text.length - from)
      if (this.next === '[') isInClass = true
      if (this.next === ']') isInClass = false
    }
    const source = this.text.slice(from + 1, this.at)
    this.at += 1
    const flagsAt = this.at
    return { source, flags: this.#take(/[a-zA-Z]*/y), flagsAt }
  }

  /** A JSONPath, to the first space, comparison or closing bracket that stands outside its own brackets and quotes. */
  takePath(): string {
    const from = this.at
    let depth = 0
    for (; !this.isAtEnd; this.at += 1) {
      if (depth === 0 && /[\s():=!<>]/.test(this.next)) break
      if (depth > 0 && (this.next === '"' || this.next === "'")) this.#skipQuoted(from)
      if (this.next === '[' || this.next === '(') depth += 1
      if (this.next === ']' || this.next === ')') depth -= 1
      if (depth < 0) throw new FaultFound('path-unfinished', this.at, 1)
    }
    if (depth > 0) throw new FaultFound('path-unfinished', from, this.at - from)
    return this.text.slice(from, this.at)
  }

  /** Stops on the closing quote. */
  #skipQuoted(pathFrom: number): void {
    const quote = this.next
    for (this.at += 1; this.next !== quote; this.at += 1) {
      if (this.next === '\\') this.at += 1
      if (this.isAtEnd) throw new FaultFound('path-unfinished', pathFrom, this.text.length - pathFrom)
    }
  }

  /** Stops on its last character. */
  #takeEscape(): string {
    const from = this.at
    const written = this.#take(ESCAPE)
    if (written === '') throw new FaultFound('text-escape', from, 2, { escape: this.text.slice(from, from + 2) })
    this.at -= 1
    const letter = written.charAt(1)
    return letter === 'u' ? String.fromCharCode(Number.parseInt(written.slice(2), 16)) : (ESCAPED[letter] ?? letter)
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const taken = pattern.exec(this.text)?.[0] ?? ''
    this.at += taken.length
    return taken
  }
}
