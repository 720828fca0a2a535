import type { ImportId, LibraryPath } from './ids.ts'
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

/** A folder as it would be written. */
export interface PreviewedFolder {
  /** Index of the folder it stands in, which comes before it; null for the collection itself, the first one. */
  readonly parent: number | null
  readonly name: string
  /** It says something for what stands in it: credentials, headers, variables. */
  readonly hasSettings: boolean
}

export interface PreviewedSpec {
  /** Index of its folder. */
  readonly folder: number
  readonly name: string
  /** Its beginning, where it is very long. */
  readonly url: string
  readonly messages: number
}

/** What a person is shown of a collection before anything is written; the engine keeps all of it for a while. */
export interface CollectionPreview {
  readonly id: ImportId
  readonly format: ImportFormat
  /** The collection itself first. */
  readonly folders: readonly PreviewedFolder[]
  readonly specs: readonly PreviewedSpec[]
  readonly environments: readonly { readonly name: string; readonly variables: number }[]
  /** The first MOST_REMARKS_SHOWN of them. */
  readonly remarks: readonly ImportRemark[]
  readonly remarksTotal: number
  /** Something holds `{{…}}`. */
  readonly hasPlaceholders: boolean
}

export const MOST_REMARKS_SHOWN = 500

/** A piece of a file that is handed in; the pieces of one path are joined in their order. */
export interface CollectionPiece {
  /** Relative to what was chosen, with `/`. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** Limits of what is read as a collection. */
export const MOST_COLLECTION_BYTES = 64 * 1024 * 1024
export const MOST_COLLECTION_FILES = 5_000
export const MOST_PASTED_CHARACTERS = 1024 * 1024

/** What an import wrote. */
export interface CollectionImported {
  /** The new folder; null where only environments were imported. */
  readonly path: LibraryPath | null
  readonly specs: number
  /** Names of their files, which are numbered where they were taken. */
  readonly environments: readonly string[]
}
