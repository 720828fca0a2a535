import type { AuthOptions, Pair, SavedSpec } from './spec.ts'
import type { Variable } from './variables.ts'

/** Foreign formats of collections that are read. */
export const IMPORT_FORMATS = [
  'postman-2',
  'postman-3',
  'postman-environment',
  'insomnia-4',
  'insomnia-5',
  'bruno',
  'opencollection',
  'yaak',
  'har',
  'asyncapi-2',
  'asyncapi-3',
  'command-line',
  'address',
] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

export interface ImportedSpec {
  /** Names of the folders it stands in, the outermost first. */
  readonly folder: readonly string[]
  readonly name: string
  readonly saved: SavedSpec
}

/** What a folder says for all that stands in it; the empty path is the collection itself. */
export interface ImportedFolder {
  readonly path: readonly string[]
  /** Null: nothing is said. */
  readonly auth: AuthOptions | null
  readonly headers: readonly Pair[]
  readonly variables: readonly Variable[]
}

export interface ImportedEnvironment {
  readonly name: string
  readonly variables: readonly Variable[]
}

/** 'left-out': it has no place here; 'changed': it says the same in other words; 'unsure': a person should look. */
export type ImportRemarkKind = 'left-out' | 'changed' | 'unsure'

export interface ImportRemark {
  readonly kind: ImportRemarkKind
  /** Where in the foreign file, for people: 'Feeds / Prices / auth'. */
  readonly place: string
  /** What, and why; a sentence. */
  readonly text: string
}

/** A foreign collection as far as it was understood: shown before anything is written. */
export interface CollectionImport {
  readonly format: ImportFormat
  readonly name: string
  readonly specs: readonly ImportedSpec[]
  readonly folders: readonly ImportedFolder[]
  readonly environments: readonly ImportedEnvironment[]
  readonly remarks: readonly ImportRemark[]
}
