import { VALUES_OF } from './parse.ts'

/** What can be written at the caret. */
export interface Completion {
  /** What is written there instead of the query's part [from, to). */
  readonly insert: string
  /** Names what it means, for a window to explain: 'field_dir', 'op_text' …; '' where the word says it all. */
  readonly about: string
}

export interface Completions {
  readonly from: number
  readonly to: number
  readonly items: readonly Completion[]
}

/** In the order in which they are offered. */
const BEGINNINGS = [
  'dir:',
  'op:',
  'kind:',
  'size>',
  'wire>',
  't>+',
  'gap>',
  'json:$.',
  'violation',
  'code:',
  'seq>',
  'message:',
  'hex:',
  'fin',
  'compressed',
  'masked',
  'rsv1',
  'not',
  'or',
  'and',
] as const

const NONE: readonly Completion[] = []

/** What can come at `caret`: fields at the start of a word, names behind a field that has some. Nothing within quotes or an expression. */
export function completeQuery(text: string, caret: number): Completions {
  const before = text.slice(0, caret)
  const empty = { from: caret, to: caret, items: NONE }
  if (isWithinQuotes(before)) return empty
  const written = /[^\s()]*$/.exec(before)?.[0] ?? ''
  const word = written.replace(/^-/, '')
  const to = caret + (/^[\w-]*/.exec(text.slice(caret))?.[0].length ?? 0)
  const [, field = '', given = ''] = /^(\w+)(?:[:=]|!=)(?:[\w|-]*\|)?([\w-]*)$/.exec(word) ?? []
  const values = VALUES_OF[field]
  if (values) {
    const items = values.filter((value) => value.startsWith(given) && value !== given)
    return {
      from: caret - given.length,
      to,
      items: items.map((insert) => ({ insert, about: field === 'violation' ? '' : `${field}_${insert}` })),
    }
  }
  if (!/^\w*$/.test(word)) return empty
  const items = BEGINNINGS.filter((each) => each.startsWith(word) && each !== word)
  return { from: caret - word.length, to, items: items.map((insert) => ({ insert, about: `field_${/^\w+/.exec(insert)?.[0] ?? ''}` })) }
}

/** Whether an odd number of quotes stands before, or an expression was begun and not ended. */
function isWithinQuotes(before: string): boolean {
  const rest = before.replace(/"(?:[^"\\]|\\.)*"/g, 'q').replace(/(^|[\s(-])\/(?:[^/\\]|\\.)*\/[a-z]*/g, '$1q')
  return rest.includes('"') || /(?:^|[\s(-])\//.test(rest)
}
