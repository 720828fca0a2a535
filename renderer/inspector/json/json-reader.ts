import { GrowingColumns } from './json-columns.ts'
import { JSON_KINDS, JsonDocument, NONE } from './json-document.ts'
import { type LexicalFault, type Scanned, scanNumber, scanString, skipSpace } from './json-scan.ts'

/** Why a text is not JSON (or not JSON that is shown as a tree), and where. */
export interface JsonFault {
  readonly reason: LexicalFault | 'unexpected' | 'trailing' | 'too-many'
  /** UTF-16 offset. */
  readonly offset: number
  /** From 1; lines end with LF, CR or CRLF. */
  readonly line: number
  /** From 1, in characters (code points). */
  readonly column: number
  /** The character that stands there, '' at the end of the text. */
  readonly found: string
}

export type JsonResult = { readonly document: JsonDocument } | { readonly fault: JsonFault }

/** Nodes that are kept, at 29 bytes each. */
const MOST_NODES = 4_000_000
const OBJECT = JSON_KINDS.indexOf('object')
const ARRAY = JSON_KINDS.indexOf('array')
const LITERALS = ['true', 'false', 'null'] as const

type Expected = 'value' | 'value-or-end' | 'name-or-end' | 'name' | 'comma-or-end' | 'end'

/**
 * Reads a JSON text piece by piece, without recursion: what is open is found through the nodes' parents, so that
 * nesting costs memory and never stack. Accepts exactly what JSON.parse accepts.
 *
 * @see RFC 8259
 */
export class JsonReader {
  readonly #text: string
  readonly #nodes = new GrowingColumns()
  #at = 0
  #expected: Expected = 'value'
  #container = NONE
  #key: { readonly start: number; readonly end: number } | null = null
  #fault: JsonFault | null = null

  constructor(text: string) {
    this.#text = text
  }

  /** Reads at most `tokens` more tokens; null while there is more to read. */
  read(tokens: number): JsonResult | null {
    for (let left = tokens; left > 0; left--) {
      this.#at = skipSpace(this.#text, this.#at)
      if (this.#expected === 'end') {
        if (this.#at < this.#text.length) this.#fail('trailing', this.#at)
        else return { document: new JsonDocument(this.#text, this.#nodes.count, this.#nodes.columns) }
      } else this.#token()
      if (this.#fault) return { fault: this.#fault }
    }
    return null
  }

  #token(): void {
    const sign = this.#text.charAt(this.#at)
    const expected = this.#expected
    if (expected === 'comma-or-end') this.#commaOrEnd(sign)
    else if (expected === 'name' || (expected === 'name-or-end' && sign !== '}')) this.#name(sign)
    else if (expected === 'value' || (expected === 'value-or-end' && sign !== ']')) this.#value(sign)
    else this.#close()
  }

  #commaOrEnd(sign: string): void {
    const isObject = this.#nodes.columns.kind[this.#container] === OBJECT
    if (sign === ',') {
      this.#at++
      this.#expected = isObject ? 'name' : 'value'
    } else if (sign === (isObject ? '}' : ']')) this.#close()
    else this.#unexpected()
  }

  /** A member's name and its colon. */
  #name(sign: string): void {
    const start = this.#at
    const end = sign === '"' ? this.#accept(scanString(this.#text, start)) : null
    if (end !== null) this.#at = skipSpace(this.#text, end)
    if (this.#fault) return
    if (end === null || this.#text.charAt(this.#at) !== ':') this.#unexpected()
    else {
      this.#at++
      this.#key = { start, end }
      this.#expected = 'value'
    }
  }

  #value(sign: string): void {
    if (this.#nodes.count >= MOST_NODES) this.#fail('too-many', this.#at)
    else if (sign === '{') this.#open(OBJECT, 'name-or-end')
    else if (sign === '[') this.#open(ARRAY, 'value-or-end')
    else if (sign === '"') this.#scalar('string', this.#accept(scanString(this.#text, this.#at)))
    else if (sign === '-' || (sign >= '0' && sign <= '9')) this.#scalar('number', this.#accept(scanNumber(this.#text, this.#at)))
    else {
      const literal = LITERALS.find((word) => this.#text.startsWith(word, this.#at))
      if (literal) this.#scalar(literal, this.#at + literal.length)
      else this.#unexpected()
    }
  }

  #scalar(kind: (typeof JSON_KINDS)[number], end: number | null): void {
    if (end === null) return
    this.#nodes.finish(this.#add(JSON_KINDS.indexOf(kind)), end)
    this.#at = end
    this.#afterValue()
  }

  #open(kind: number, expected: Expected): void {
    this.#container = this.#add(kind)
    this.#at++
    this.#expected = expected
  }

  #close(): void {
    this.#at++
    this.#nodes.finish(this.#container, this.#at)
    this.#container = this.#nodes.columns.parent[this.#container] ?? NONE
    this.#afterValue()
  }

  #add(kind: number): number {
    const key = this.#key
    this.#key = null
    return this.#nodes.add(kind, this.#at, this.#container, key)
  }

  #afterValue(): void {
    this.#expected = this.#container === NONE ? 'end' : 'comma-or-end'
  }

  #accept(scanned: Scanned): number | null {
    if ('end' in scanned) return scanned.end
    this.#fail(scanned.offset >= this.#text.length ? 'unfinished' : scanned.fault, scanned.offset)
    return null
  }

  #unexpected(): void {
    this.#fail(this.#at >= this.#text.length ? 'unfinished' : 'unexpected', this.#at)
  }

  #fail(reason: JsonFault['reason'], offset: number): void {
    const found = this.#text.codePointAt(offset)
    this.#fault = { reason, offset, ...placeOf(this.#text, offset), found: found === undefined ? '' : String.fromCodePoint(found) }
  }
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  let [line, column] = [1, 1]
  for (let at = 0; at < offset; at++) {
    const code = text.charCodeAt(at)
    const isLineEnd = code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)
    const isSecondHalf = code >= 0xdc00 && code <= 0xdfff && at > 0 && isHighSurrogate(text.charCodeAt(at - 1))
    if (isLineEnd) [line, column] = [line + 1, 1]
    else if (!isSecondHalf) column++
  }
  return { line, column }
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff

const TOKENS_BETWEEN_LOOKS = 2_000
const SLICE_MS = 8

/** Reads a whole text, giving the window its turn every few milliseconds. */
export async function readJson(text: string): Promise<JsonResult> {
  const reader = new JsonReader(text)
  let sliceStart = performance.now()
  for (;;) {
    const result = reader.read(TOKENS_BETWEEN_LOOKS)
    if (result) return result
    if (performance.now() - sliceStart < SLICE_MS) continue
    await new Promise((resolve) => setTimeout(resolve))
    sliceStart = performance.now()
  }
}
