import { JSONPathEnvironment, JSONPathError, type JSONPathNode, type JSONValue } from 'json-p3'
import type { Comparison, JsonComparison, Query } from '#shared/query/query.ts'
import { compareDecimals } from './decimal.ts'
import type { TextTest, Verdict } from './text-search.ts'

/** Objects and arrays in each other that `..` goes down to. Deeper ones are a row that was not examined. */
const MOST_DEPTH = 1_000

const paths = new JSONPathEnvironment({ maxRecursionDepth: MOST_DEPTH })

/** Why this is no JSONPath (RFC 9535), and where in it; null if it is one. */
export function faultOfPath(path: string): { readonly at: number; readonly reason: string } | null {
  try {
    paths.compile(path)
    return null
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw error
    return { at: Math.min(error.token.index, path.length), reason: error.message.replace(/ \('.*':\d+\)$/s, '') }
  }
}

type JsonTerm = Extract<Query, { kind: 'json' }>

/** Whether a text is JSON in which a path selects something, or something that compares as wanted. */
export function jsonTest({ path, against }: JsonTerm): TextTest {
  const compiled = paths.compile(path)
  const canBe = mayHold(path)
  return {
    canBe,
    test: (text) => {
      const value = parsed(text)
      if (value === undefined) return false
      try {
        const { nodes } = compiled.query(value)
        return against === null ? nodes.length > 0 : someFits(nodes, against, text)
      } catch (error) {
        // Nested so deeply that a walk through it does not end, or overflows the stack.
        if (error instanceof JSONPathError || error instanceof RangeError) return 'unexamined'
        throw error
      }
    },
  }
}

const OPENING = new Set(Buffer.from('{["-0123456789tfn \t\r\n'))
const BACKSLASH = 0x5c

/** A text that is no JSON by its first byte, or in which a name of the path stands nowhere, is not parsed. */
function mayHold(path: string): (bytes: Buffer) => boolean {
  const names = namesIn(path).map((name) => Buffer.from(name))
  return (bytes) => {
    const [first] = bytes
    if (first === undefined || !OPENING.has(first)) return false
    // A name may be written with escapes.
    return names.every((name) => bytes.includes(name)) || bytes.includes(BACKSLASH)
  }
}

/** The names that every selected node lies below: those of a path that is nothing but `.name` and `..name` from its start on. */
function namesIn(path: string): string[] {
  const [, plain = ''] = /^\$((?:\.{1,2}[A-Za-z_][A-Za-z0-9_]*)*)/.exec(path) ?? []
  return plain.split('.').filter((name) => name !== '')
}

/** Undefined if it is not JSON. */
function parsed(text: string): JSONValue | undefined {
  try {
    return JSON.parse(text) as JSONValue
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function someFits(nodes: readonly JSONPathNode[], { comparison, value }: JsonComparison, text: string): Verdict {
  let sources: unknown
  return nodes.some(({ value: found, location }) => {
    if (value.kind === 'constant') return (String(found) === value.constant && typeof found !== 'string') === (comparison === '=')
    if (value.kind === 'string') {
      if (typeof found !== 'string') return comparison === '!='
      return fits(found === value.text ? 0 : isBefore(found, value.text) ? -1 : 1, comparison)
    }
    if (typeof found !== 'number') return comparison === '!='
    const wanted = Number(value.source)
    // Doubles that differ differ as their numbers do; where they are the same, only their digits tell.
    if (found !== wanted) return fits(found < wanted ? -1 : 1, comparison)
    sources ??= withSources(text)
    return fits(compareDecimals(sourceAt(sources, location) ?? String(found), value.source), comparison)
  })
}

/** By code points, as RFC 9535 section 2.3.5.2.2 compares strings. */
function isBefore(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0
}

function fits(order: number, comparison: Comparison): boolean {
  switch (comparison) {
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

class NumberSource {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

/** The same values, with each number as it is written. @see https://tc39.es/proposal-json-parse-with-source/ */
function withSources(text: string): unknown {
  // The library's types do not know a reviver's third parameter yet.
  const revive = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && context?.source !== undefined ? new NumberSource(context.source) : value
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown)
}

function sourceAt(root: unknown, location: readonly (string | number)[]): string | null {
  let value = root
  for (const step of location) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null
    // An object of JSON, whose own key this is.
    value = (value as Record<string | number, unknown>)[step]
  }
  return value instanceof NumberSource ? value.source : null
}
