/** What is wrong with a query, for a window to say in its language. `sayFault` says it in English. */
export const FAULT_IDS = [
  'term-expected',
  'unknown-field',
  'value-expected',
  'unknown-value',
  'number-expected',
  'duration-expected',
  'moment-expected',
  'comparison-refused',
  'text-unfinished',
  'text-empty',
  'text-escape',
  'hex-expected',
  'pattern-unfinished',
  'pattern-invalid',
  'pattern-flag',
  'path-expected',
  'path-unfinished',
  'path-invalid',
  'json-value-expected',
  'no-lens',
  'bracket-open',
  'bracket-close',
  'too-long',
  'too-deep',
] as const
export type FaultId = (typeof FAULT_IDS)[number]

export interface QueryFault {
  readonly id: FaultId
  /** Where in the query, in UTF-16 units. At most the query's length: then something is missing at its end. */
  readonly at: number
  /** How much of it; 0 where something is missing. */
  readonly length: number
  /** What stands there, and what was expected: filled into the sentence. */
  readonly values: { readonly [name: string]: string }
}

const SENTENCES: { readonly [Id in FaultId]: string } = {
  'term-expected': 'A term is expected here, and not {{found}}.',
  'unknown-field': 'There is no field "{{name}}". To search for these characters, put them in quotes.',
  'value-expected': '"{{field}}" needs a value.',
  'unknown-value': '"{{value}}" is nothing that "{{field}}" can be. It can be: {{allowed}}.',
  'number-expected': '"{{field}}" is compared with a whole number such as {{example}}; "{{value}}" is none.',
  'duration-expected': '"{{field}}" is compared with a time and its unit, such as 250ms or 1.5s; "{{value}}" is none.',
  'moment-expected': '"t" is compared with a time since the beginning (+5s), a time of day (14:03:05) or a date (2026-11-22T14:03:05Z).',
  'comparison-refused': '"{{field}}" cannot be compared with "{{comparison}}".',
  'text-unfinished': 'This text has no closing quote.',
  'text-empty': 'An empty text stands in every message. Write what to search for.',
  'text-escape': '"{{escape}}" means nothing in a text. A backslash itself is written as two.',
  'hex-expected': 'Pairs of hex digits are expected, such as hex:0aff.',
  'pattern-unfinished': 'This expression has no closing slash.',
  'pattern-invalid': 'This is no regular expression: {{reason}}.',
  'pattern-flag': 'An expression can have the flags i, m, s and u; "{{flag}}" is none of them.',
  'path-expected': 'A JSONPath begins with "$", such as json:$.user.id.',
  'path-unfinished': 'A bracket or quote of this JSONPath is not closed.',
  'path-invalid': 'This is no JSONPath (RFC 9535): {{reason}}.',
  'json-value-expected': 'A JSONPath is compared with a text in quotes, a number, true, false or null.',
  'no-lens': 'No lens is installed yet, so there is nothing that "lens:" could ask for.',
  'bracket-open': 'This bracket is not closed.',
  'bracket-close': 'This bracket closes nothing.',
  'too-long': 'A query has at most {{most}} characters.',
  'too-deep': 'Brackets and "not" stand in each other at most {{most}} times.',
}

/** In English, one sentence or two. */
export function sayFault({ id, values }: Pick<QueryFault, 'id' | 'values'>): string {
  return SENTENCES[id].replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
}

/** Thrown within this folder only: `parseQuery` returns its fault. */
export class FaultFound extends Error {
  readonly fault: QueryFault

  constructor(id: FaultId, at: number, length: number, values: QueryFault['values'] = {}) {
    super(sayFault({ id, values }))
    this.fault = { id, at, length, values }
  }
}
