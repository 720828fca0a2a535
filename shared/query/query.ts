import type { Direction, MessageKind, ViolationId } from '../model/frame.ts'

/** A query as it was understood: which rows of a capture it is about. The empty `and` is every row. Grammar and meaning: docs/query.md. */
export type Query =
  | { readonly kind: 'and'; readonly terms: readonly Query[] }
  | { readonly kind: 'or'; readonly terms: readonly Query[] }
  | { readonly kind: 'not'; readonly term: Query }
  | Term

/** Something that is asked of one row. What a row does not have (a gap before the first, a code on a text frame) no comparison fits. */
export type Term =
  | { readonly kind: 'direction'; readonly direction: Direction }
  | { readonly kind: 'opcode'; readonly name: OpcodeName }
  | { readonly kind: 'messageKind'; readonly messageKind: MessageKind }
  /** Null for any. */
  | { readonly kind: 'violation'; readonly id: ViolationId | null }
  | { readonly kind: 'flag'; readonly flag: Flag }
  | { readonly kind: 'number'; readonly field: NumberField; readonly comparison: Comparison; readonly value: number }
  /** Microseconds since the frame before, in either direction. */
  | { readonly kind: 'gap'; readonly comparison: Comparison; readonly us: number }
  | { readonly kind: 'time'; readonly comparison: Comparison; readonly moment: Moment }
  /** Without a capital letter, letters match their capitals too. */
  | { readonly kind: 'text'; readonly text: string }
  /** Pairs of hex digits, small. */
  | { readonly kind: 'bytes'; readonly hex: string }
  | { readonly kind: 'pattern'; readonly source: string; readonly flags: string }
  /** A JSONPath (RFC 9535); `against` null asks whether it selects anything. */
  | { readonly kind: 'json'; readonly path: string; readonly against: JsonComparison | null }

export const OPCODE_NAMES = ['text', 'binary', 'cont', 'ping', 'pong', 'close', 'data', 'control', 'reserved'] as const
/** As in the frame's header; `data`, `control` and `reserved` are groups of them. */
export type OpcodeName = (typeof OPCODE_NAMES)[number]

export const FLAGS = ['fin', 'rsv1', 'rsv2', 'rsv3', 'masked', 'compressed'] as const
export type Flag = (typeof FLAGS)[number]

export const NUMBER_FIELDS = ['size', 'wire', 'seq', 'code', 'message'] as const
export type NumberField = (typeof NUMBER_FIELDS)[number]

export const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const
export type Comparison = (typeof COMPARISONS)[number]

export type Moment =
  /** Microseconds since the capture's beginning. */
  | { readonly kind: 'since'; readonly us: number }
  /** Microseconds since midnight, on the clock of the machine that reads the capture. */
  | { readonly kind: 'clock'; readonly us: number }
  /** As written, ISO 8601 with a date; without a zone it is local. */
  | { readonly kind: 'date'; readonly iso: string }

export interface JsonComparison {
  readonly comparison: Comparison
  readonly value: JsonScalar
}

export type JsonScalar =
  | { readonly kind: 'string'; readonly text: string }
  /** As written, so that no digit is lost. */
  | { readonly kind: 'number'; readonly source: string }
  | { readonly kind: 'constant'; readonly constant: 'true' | 'false' | 'null' }

export const EVERYTHING: Query = { kind: 'and', terms: [] }

/** Both sides as one list where a side is such a list itself: `a b` and `c` are three terms. */
export const allOf = (terms: readonly Query[]): Query => joined('and', terms)
export const anyOf = (terms: readonly Query[]): Query => joined('or', terms)

function joined(kind: 'and' | 'or', terms: readonly Query[]): Query {
  const flat = terms.flatMap((term) => (term.kind === kind ? term.terms : [term]))
  const [only] = flat
  return flat.length === 1 && only !== undefined ? only : { kind, terms: flat }
}
