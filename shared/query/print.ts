import { FLAGS, type JsonScalar, type Query } from './query.ts'
import { writeDuration, writeMoment } from './values.ts'

/** Words that mean something by themselves, and so stand in quotes where they are searched for. */
const MEANINGFUL: readonly string[] = ['and', 'or', 'not', 'violation', ...FLAGS]
const PLAIN_WORD = /^[\p{L}\p{N}_][\p{L}\p{N}_.@-]*$/u

/** A query as text, in one fixed spelling: parsed again, it is the same query. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'and':
      return query.terms.map((term) => (term.kind === 'or' ? `(${printQuery(term)})` : printQuery(term))).join(' ')
    case 'or':
      return query.terms.map(printQuery).join(' or ')
    case 'not':
      return query.term.kind === 'and' || query.term.kind === 'or' ? `not (${printQuery(query.term)})` : `not ${printQuery(query.term)}`
    case 'direction':
      return `dir:${query.direction}`
    case 'opcode':
      return `op:${query.name}`
    case 'messageKind':
      return `kind:${query.messageKind}`
    case 'violation':
      return query.id === null ? 'violation' : `violation:${query.id}`
    case 'flag':
      return query.flag
    case 'number':
      return query.field === 'seq' && query.comparison === '=' ? `#${query.value}` : `${query.field}${query.comparison}${query.value}`
    case 'gap':
      return `gap${query.comparison}${writeDuration(query.us)}`
    case 'time':
      return `t${query.comparison}${writeMoment(query.moment)}`
    case 'text':
      return printText(query.text)
    case 'bytes':
      return `hex:${query.hex}`
    case 'pattern':
      return `/${query.source}/${query.flags}`
    case 'json':
      return query.against === null
        ? `json:${query.path}`
        : `json:${query.path} ${query.against.comparison} ${printScalar(query.against.value)}`
  }
}

const printText = (text: string): string => (PLAIN_WORD.test(text) && !MEANINGFUL.includes(text) ? text : JSON.stringify(text))

function printScalar(value: JsonScalar): string {
  if (value.kind === 'string') return JSON.stringify(value.text)
  return value.kind === 'number' ? value.source : value.constant
}
