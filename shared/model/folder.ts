import { type AuthOptions, DEFAULT_SPEC, type Pair } from './spec.ts'
import type { Variable } from './variables.ts'

/** What a folder says for all that stands in it; the workspace itself is the outermost one. */
export interface FolderSettings {
  /** Names of its specs and folders in the order they are shown; those that are not named come behind, by name. */
  readonly order: readonly string[]
  readonly auth: AuthOptions
  /** Sent before those of the spec, unless it has one of that name. */
  readonly headers: readonly Pair[]
  readonly variables: readonly Variable[]
}

export interface Environment {
  readonly variables: readonly Variable[]
}

export const DEFAULT_FOLDER: FolderSettings = { order: [], auth: DEFAULT_SPEC.auth, headers: [], variables: [] }
