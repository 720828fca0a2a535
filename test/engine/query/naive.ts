import { VIOLATIONS } from '#shared/model/frame.ts'
import type { Comparison, JsonComparison, Query } from '#shared/query/query.ts'
import type { Told } from '#test/engine/capture/conversation.ts'

/** What a query means, row by row and without any haste: what the engine's answers are held against. */
export function naiveHits(told: readonly Told[], query: Query): number[] {
  return told.flatMap((_, seq) => (fits(told, seq, query) ? [seq] : []))
}

function fits(told: readonly Told[], seq: number, query: Query): boolean {
  const { row } = told[seq]!
  const content = contentOf(told[seq]!)
  switch (query.kind) {
    case 'and':
      return query.terms.every((term) => fits(told, seq, term))
    case 'or':
      return query.terms.some((term) => fits(told, seq, term))
    case 'not':
      return !fits(told, seq, query.term)
    case 'direction':
      return row.direction === query.direction
    case 'opcode':
      return opcodesOf(query.name).includes(row.opcode)
    case 'messageKind':
      return row.kind === query.messageKind
    case 'violation':
      return query.id === null ? row.violation !== null : row.violation === query.id && query.id in VIOLATIONS
    case 'flag': {
      const rsv = { rsv1: 4, rsv2: 2, rsv3: 1 }
      if (query.flag in rsv) return (row.rsv & rsv[query.flag as keyof typeof rsv]) !== 0
      return { fin: row.fin, masked: row.masked, compressed: row.compressed }[query.flag as 'fin' | 'masked' | 'compressed']
    }
    case 'number': {
      const code = row.opcode === 8 && told[seq]!.payload.length >= 2 ? told[seq]!.payload[0]! * 256 + told[seq]!.payload[1]! : null
      const values = { size: row.messageLength ?? row.payloadLength, wire: row.wireLength, seq, message: row.message, code }
      return compares(values[query.field], query.comparison, query.value)
    }
    case 'gap':
      return compares(seq === 0 ? null : row.timeUs - told[seq - 1]!.row.timeUs, query.comparison, query.us)
    case 'time':
      if (query.moment.kind !== 'since') throw new Error('Not asked here.')
      return compares(row.timeUs, query.comparison, told[0]!.row.timeUs + query.moment.us)
    case 'text':
      return content !== null && holdsText(content, query.text)
    case 'bytes':
      return content !== null && content.toString('hex').match(/../g)?.join(' ').includes(query.hex.match(/../g)!.join(' ')) === true
    case 'pattern':
      return content !== null && new RegExp(query.source, query.flags).test(content.toString('utf8'))
    case 'json':
      return content !== null && jsonFits(content.toString('utf8'), query.path, query.against)
  }
}

function contentOf({ row, payload, message }: Told): Buffer | null {
  if (message) return Buffer.from(message.data)
  if (row.opcode < 8 && row.compressed) return null
  return Buffer.from(row.opcode === 8 && payload.length >= 2 ? payload.subarray(2) : payload)
}

function opcodesOf(name: string): number[] {
  const named: Record<string, number[]> = { text: [1], binary: [2], cont: [0], ping: [9], pong: [10], close: [8] }
  const all = Array.from({ length: 16 }, (_, opcode) => opcode)
  if (name === 'data') return all.slice(0, 8)
  if (name === 'control') return all.slice(8)
  return named[name] ?? [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]
}

/** Tries every place, letter by letter. */
function holdsText(content: Buffer, text: string): boolean {
  const letters = [...text].map((letter) => {
    const capital = letter.toUpperCase()
    return [...text].some((each) => /\p{Lu}/u.test(each)) || [...capital].length > 1 ? [letter] : [letter, capital]
  })
  const standsAt = (at: number, index: number): boolean => {
    if (index === letters.length) return true
    return letters[index]!.some((form) => {
      const bytes = Buffer.from(form)
      return content.subarray(at, at + bytes.length).equals(bytes) && standsAt(at + bytes.length, index + 1)
    })
  }
  return Array.from({ length: content.length }).some((_, at) => standsAt(at, 0))
}

/** For the paths of the tests only: `$.a.b` and `$..a`. */
function jsonFits(text: string, path: string, against: JsonComparison | null): boolean {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    return false
  }
  const found = path.startsWith('$..') ? descend(root, path.slice(3)) : walk(root, path.split('.').slice(1))
  if (against === null) return found.length > 0
  return found.some((value) => {
    const { comparison, value: wanted } = against
    if (wanted.kind === 'constant') return (JSON.stringify(value) === wanted.constant) === (comparison === '=')
    const plain = wanted.kind === 'string' ? wanted.text : Number(wanted.source)
    if (typeof value !== typeof plain) return comparison === '!='
    return compares(value as number, comparison, plain as number)
  })
}

function walk(value: unknown, names: readonly string[]): unknown[] {
  const [name, ...rest] = names
  if (name === undefined) return [value]
  return isObject(value) && Object.hasOwn(value, name) ? walk(value[name], rest) : []
}

function descend(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => descend(each, name))
  if (!isObject(value)) return []
  return [...walk(value, [name]), ...Object.values(value).flatMap((each) => descend(each, name))]
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function compares<T extends number | string>(value: T | null, comparison: Comparison, wanted: T): boolean {
  if (value === null) return false
  return {
    '=': value === wanted,
    '!=': value !== wanted,
    '<': value < wanted,
    '<=': value <= wanted,
    '>': value > wanted,
    '>=': value >= wanted,
  }[comparison]
}
