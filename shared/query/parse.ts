import { VIOLATIONS, type ViolationId } from '../model/frame.ts'
import { FaultFound, type QueryFault } from './fault.ts'
import { allOf, anyOf, type Comparison, EVERYTHING, FLAGS, type JsonScalar, NUMBER_FIELDS, OPCODE_NAMES, type Query } from './query.ts'
import { Scanner } from './scanner.ts'
import { readDuration, readMoment, readNumber, type Written } from './values.ts'

export type Parsed = { readonly query: Query; readonly fault?: never } | { readonly query?: never; readonly fault: QueryFault }

export const MOST_CHARACTERS = 4096
const MOST_DEPTH = 64
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Reads a query; an empty one is about every row. Never throws: what is wrong is said with its place. */
export function parseQuery(text: string): Parsed {
  try {
    if (text.length > MOST_CHARACTERS) {
      throw new FaultFound('too-long', MOST_CHARACTERS, text.length - MOST_CHARACTERS, { most: String(MOST_CHARACTERS) })
    }
    return { query: new Parser(text).whole() }
  } catch (error) {
    if (error instanceof FaultFound) return { fault: within(text, error.fault) }
    throw error
  }
}

/** What is missing at the end of the text is looked for behind it. */
function within(text: string, fault: QueryFault): QueryFault {
  const at = Math.min(fault.at, text.length)
  return { ...fault, at, length: Math.min(fault.length, text.length - at) }
}

class Parser {
  readonly #scan: Scanner
  #depth = 0

  constructor(text: string) {
    this.#scan = new Scanner(text)
  }

  whole(): Query {
    this.#scan.skipSpace()
    if (this.#scan.isAtEnd) return EVERYTHING
    const query = this.#alternatives()
    if (this.#scan.next === ')') throw new FaultFound('bracket-close', this.#scan.at, 1)
    return query
  }

  /** Loosest first: `or`, then terms side by side or with `and`, then `not`. */
  #alternatives(): Query {
    const found = [this.#conjunction()]
    while (this.#takeKeyword('or')) found.push(this.#conjunction())
    return anyOf(found)
  }

  #conjunction(): Query {
    const found = [this.#negation()]
    while (!this.#isAtBoundary()) {
      this.#takeKeyword('and')
      found.push(this.#negation())
    }
    return allOf(found)
  }

  #negation(): Query {
    const scan = this.#scan
    scan.skipSpace()
    const from = scan.at
    const isDash = scan.next === '-' && /[^\s)]/.test(scan.text.charAt(scan.at + 1))
    if (!isDash && !this.#takeKeyword('not')) return scan.next === '(' ? this.#bracketed() : this.#term()
    if (isDash) scan.at += 1
    return { kind: 'not', term: this.#deeper(from, () => this.#negation()) }
  }

  #bracketed(): Query {
    const scan = this.#scan
    const from = scan.at
    scan.at += 1
    const query = this.#deeper(from, () => this.#alternatives())
    if (scan.next !== ')') throw new FaultFound('bracket-open', from, 1)
    scan.at += 1
    return query
  }

  #deeper(from: number, read: () => Query): Query {
    this.#depth += 1
    if (this.#depth > MOST_DEPTH) throw new FaultFound('too-deep', from, 1, { most: String(MOST_DEPTH) })
    const query = read()
    this.#depth -= 1
    return query
  }

  #term(): Query {
    const scan = this.#scan
    const from = scan.at
    if (scan.next === '"') return textTerm(scan.takeText(), from, scan.at - from)
    if (scan.next === '/') return this.#pattern()
    const word = scan.takeWord()
    if (word === '') throw this.#termExpected(from)
    if (word === 'and' || word === 'or' || word === '-') throw new FaultFound('term-expected', from, word.length, { found: `"${word}"` })
    const number = /^#(\d{1,15})$/.exec(word)
    if (number) return { kind: 'number', field: 'seq', comparison: '=', value: Number(number[1]) }
    const comparison = this.#takeComparisonAfter(word)
    if (comparison !== null) return this.#compared(word, from, comparison)
    if (word === 'violation') return { kind: 'violation', id: null }
    const flag = FLAGS.find((each) => each === word)
    return flag ? { kind: 'flag', flag } : { kind: 'text', text: word }
  }

  /** Spaces may stand before it where the word is a field; else `a = b` would be a mistake where three texts were meant. */
  #takeComparisonAfter(word: string): Comparison | null {
    const scan = this.#scan
    const from = scan.at
    if (isField(word)) scan.skipSpace()
    const comparison = scan.takeComparison()
    if (comparison === null) scan.at = from
    return comparison
  }

  #compared(field: string, from: number, comparison: Comparison): Query {
    const numberField = NUMBER_FIELDS.find((each) => each === field)
    if (numberField) {
      const value = readNumber(numberField, this.#value(field))
      return { kind: 'number', field: numberField, comparison, value }
    }
    if (field === 'gap') return { kind: 'gap', comparison, us: readDuration(field, this.#value(field)) }
    if (field === 't') return { kind: 'time', comparison, moment: readMoment(this.#value(field)) }
    if (field === 'json') return this.#json(from, comparison)
    if (!isField(field)) throw new FaultFound('unknown-field', from, field.length, { name: field })
    if (comparison !== '=' && comparison !== '!=') {
      throw new FaultFound('comparison-refused', from, this.#scan.at - from, { field, comparison })
    }
    const found = this.#named(field, from)
    return comparison === '!=' ? { kind: 'not', term: found } : found
  }

  /** One of a few names, or several with `|` between. */
  #named(field: string, from: number): Query {
    if (field === 'lens') {
      this.#scan.takeValue()
      throw new FaultFound('no-lens', from, this.#scan.at - from)
    }
    const { text, at } = this.#value(field)
    if (field === 'hex') {
      if (!/^(?:[0-9a-fA-F]{2})+$/.test(text)) throw new FaultFound('hex-expected', at, text.length)
      return { kind: 'bytes', hex: text.toLowerCase() }
    }
    let partAt = at
    return anyOf(
      text.split('|').map((part) => {
        const term = namedTerm(field, { text: part, at: partAt })
        partAt += part.length + 1
        return term
      }),
    )
  }

  #json(from: number, introducedBy: Comparison): Query {
    const scan = this.#scan
    if (introducedBy !== '=') throw new FaultFound('comparison-refused', from, scan.at - from, { field: 'json', comparison: introducedBy })
    scan.skipSpace()
    const pathAt = scan.at
    if (scan.next !== '$') throw new FaultFound('path-expected', pathAt, 0)
    const path = scan.takePath()
    const end = scan.at
    scan.skipSpace()
    const comparison = scan.takeComparison()
    if (comparison === null) {
      scan.at = end
      return { kind: 'json', path, against: null }
    }
    scan.skipSpace()
    const valueAt = scan.at
    const value = this.#jsonValue()
    if (value.kind === 'constant' && comparison !== '=' && comparison !== '!=') {
      throw new FaultFound('comparison-refused', valueAt, value.constant.length, { field: value.constant, comparison })
    }
    return { kind: 'json', path, against: { comparison, value } }
  }

  #jsonValue(): JsonScalar {
    const scan = this.#scan
    const from = scan.at
    if (scan.next === '"' || scan.next === "'") return { kind: 'string', text: scan.takeText() }
    const source = scan.takeValue()
    if (source === 'true' || source === 'false' || source === 'null') return { kind: 'constant', constant: source }
    if (!JSON_NUMBER.test(source)) throw new FaultFound('json-value-expected', from, source.length)
    return { kind: 'number', source }
  }

  #pattern(): Query {
    const scan = this.#scan
    const from = scan.at
    const { source, flags, flagsAt } = scan.takePattern()
    if (source === '') throw new FaultFound('text-empty', from, 2)
    const wrong = [...flags].findIndex((flag, index) => !'imsu'.includes(flag) || flags.indexOf(flag) !== index)
    if (wrong >= 0) throw new FaultFound('pattern-flag', flagsAt + wrong, 1, { flag: flags.charAt(wrong) })
    try {
      new RegExp(source, flags)
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: .*\/[a-z]*: /s, '') : String(error)
      throw new FaultFound('pattern-invalid', from, scan.at - from, { reason: reason.toLowerCase() })
    }
    return { kind: 'pattern', source, flags: [...flags].sort().join('') }
  }

  #value(field: string): Written {
    this.#scan.skipSpace()
    const at = this.#scan.at
    const text = this.#scan.takeValue()
    if (text === '') throw new FaultFound('value-expected', at, 0, { field })
    return { text, at }
  }

  /** Whether this conjunction ends here: the query's end, `)` or `or`. */
  #isAtBoundary(): boolean {
    this.#scan.skipSpace()
    return this.#scan.isAtEnd || this.#scan.next === ')' || this.#isKeyword('or')
  }

  #isKeyword(keyword: string): boolean {
    if (this.#scan.peekWord() !== keyword) return false
    // `or:` is a field that there is not, and not the word.
    return !/^[:=<>!]/.test(this.#scan.text.slice(this.#scan.at + keyword.length))
  }

  #takeKeyword(keyword: string): boolean {
    this.#scan.skipSpace()
    if (!this.#isKeyword(keyword)) return false
    this.#scan.takeWord()
    return true
  }

  #termExpected(from: number): FaultFound {
    const scan = this.#scan
    if (scan.isAtEnd) return new FaultFound('term-expected', from, 0, { found: 'the end' })
    return new FaultFound('term-expected', from, 1, { found: `"${scan.next}"` })
  }
}

const NAMED_FIELDS = ['dir', 'op', 'kind', 'violation', 'lens', 'hex'] as const
const COMPARED_FIELDS: readonly string[] = [...NUMBER_FIELDS, 'gap', 't', 'json', ...NAMED_FIELDS]

const isField = (word: string): boolean => COMPARED_FIELDS.includes(word)

/** The names that a field can be, for completion and for the sentence that refuses another one. */
export const VALUES_OF: Readonly<Record<string, readonly string[]>> = {
  dir: ['in', 'out'],
  op: OPCODE_NAMES,
  kind: ['text', 'binary'],
  violation: Object.keys(VIOLATIONS),
}

function namedTerm(field: string, { text, at }: Written): Query {
  if (!VALUES_OF[field]?.includes(text)) {
    throw new FaultFound('unknown-value', at, text.length, { field, value: text, allowed: VALUES_OF[field]?.join(', ') ?? '' })
  }
  if (field === 'dir') return { kind: 'direction', direction: text === 'in' ? 'in' : 'out' }
  if (field === 'kind') return { kind: 'messageKind', messageKind: text === 'text' ? 'text' : 'binary' }
  // The check above has held the text against the keys of the table.
  if (field === 'violation') return { kind: 'violation', id: text as ViolationId }
  return { kind: 'opcode', name: OPCODE_NAMES.find((each) => each === text) ?? 'text' }
}

function textTerm(text: string, at: number, length: number): Query {
  if (text === '') throw new FaultFound('text-empty', at, length)
  return { kind: 'text', text }
}
