/**
 * A YAML document as this room sees it: texts, lists and tables, each with its place in the source.
 * All scalars are texts; what `0123`, `yes` or `1e3` mean is for the schema to say, not for YAML.
 */
export type Tree = TextTree | ListTree | TableTree

interface Placed {
  /** Offsets into the source, without anchor or tag; of an alias, where the alias stands. */
  readonly start: number
  readonly end: number
  readonly isAlias: boolean
  /** A comment stands inside or on the same line. */
  readonly hasComment: boolean
  /** An anchor or an alias is inside. */
  readonly hasAnchor: boolean
}

export interface TextTree extends Placed {
  readonly kind: 'text'
  readonly text: string
  readonly style: 'plain' | 'single' | 'double' | 'block'
}

export interface ListTree extends Placed {
  readonly kind: 'list'
  readonly isFlow: boolean
  readonly items: readonly ListItem[]
}

export interface ListItem {
  /** Offset behind the dash, or of the value in a flow list. */
  readonly after: number
  readonly value: Tree
}

export interface TableTree extends Placed {
  readonly kind: 'table'
  readonly isFlow: boolean
  readonly entries: ReadonlyMap<string, TableEntry>
}

export interface TableEntry {
  readonly keyStart: number
  /** Offset behind the colon. */
  readonly after: number
  readonly value: Tree
  /** A comment stands above the key. */
  readonly hasCommentAbove: boolean
}

/**
 * What a document is to become. `keep` stands for a part that stays as it is, down to the byte;
 * `from` says which item of the list was this one before, so that it brings its comments along.
 */
export type Target = KeepTarget | TextTarget | ListTarget | TableTarget

export interface KeepTarget {
  readonly kind: 'keep'
  readonly tree: Tree
}

export interface TextTarget {
  readonly kind: 'text'
  readonly text: string
  /** A number, true, false or null: never quoted. Anything else is quoted wherever YAML could take it for one. */
  readonly isBare: boolean
}

export interface ListTarget {
  readonly kind: 'list'
  readonly items: readonly { readonly from: number | null; readonly value: Target }[]
}

export interface TableTarget {
  readonly kind: 'table'
  readonly entries: ReadonlyMap<string, Target>
}

/** A part of a document as a target, to be written anew. */
export function targetOf(tree: Tree): Exclude<Target, KeepTarget> {
  if (tree.kind === 'text') return { kind: 'text', text: tree.text, isBare: tree.style === 'plain' && !tree.text.includes('\n') }
  if (tree.kind === 'list') return { kind: 'list', items: tree.items.map(({ value }) => ({ from: null, value: targetOf(value) })) }
  return { kind: 'table', entries: new Map([...tree.entries].map(([key, { value }]) => [key, targetOf(value)])) }
}

/** The same text for two documents or targets that say the same, whatever their layout and key order. */
export function meaningOf(part: Tree | Target): string {
  if (part.kind === 'keep') return meaningOf(part.tree)
  if (part.kind === 'text') return JSON.stringify(part.text)
  if (part.kind === 'list') return `[${part.items.map(({ value }) => meaningOf(value)).join()}]`
  const entries = [...part.entries].map(([key, entry]) => `${JSON.stringify(key)}:${meaningOf('value' in entry ? entry.value : entry)}`)
  return `{${entries.sort().join()}}`
}
