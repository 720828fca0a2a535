/** What is looked for in a payload. */
export interface FindQuery {
  readonly mode: 'text' | 'regex' | 'hex'
  /** As typed: a text, a regular expression, or hex digits. */
  readonly text: string
  /** Not asked of hex. */
  readonly isCaseSensitive: boolean
}

/** A match: bytes [start, end) of the payload. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Why a query cannot be searched for. */
export type QueryProblem = { readonly kind: 'hex' } | { readonly kind: 'regex'; readonly message: string }

/** What is wrong with a query as it is typed; null if nothing is. An empty one is none at all. */
export function problemOf({ mode, text, isCaseSensitive }: FindQuery): QueryProblem | null {
  if (mode === 'hex') return hexBytes(text) === null ? { kind: 'hex' } : null
  if (mode === 'text') return null
  try {
    expressionOf(text, isCaseSensitive)
    return null
  } catch (error) {
    return { kind: 'regex', message: error instanceof Error ? error.message : String(error) }
  }
}

/** '48 65 6c', '48656C' or '0x48,0x65' as bytes; null if it is nothing of the kind. */
export function hexBytes(text: string): Uint8Array | null {
  const digits = text.replace(/0x|[\s,:]/gi, '')
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) return null
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16))
}

/** Lines count for ^ and $. @throws SyntaxError */
export const expressionOf = (source: string, isCaseSensitive: boolean): RegExp => new RegExp(source, isCaseSensitive ? 'gmu' : 'gimu')

/** The expression that matches a text as it stands. */
export const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
