import type { Failure } from '../errors.ts'
import type { LibraryPath } from './ids.ts'

/** A node of the workspace tree. Folders come with their children, in the order they are shown. */
export type LibraryNode =
  | { readonly kind: 'folder'; readonly path: LibraryPath; readonly name: string; readonly children: readonly LibraryNode[] }
  | { readonly kind: 'spec'; readonly path: LibraryPath; readonly name: string; readonly url: string }
  /** A file that could not be read as a spec: shown with its reason, never hidden, never overwritten. */
  | { readonly kind: 'broken'; readonly path: LibraryPath; readonly name: string; readonly failure: Failure }
