import { AppError } from '#shared/errors.ts'
import { MOST_COLLECTION_BYTES, MOST_COLLECTION_FILES } from '#shared/model/collection-import.ts'

/** One file of what is to be imported: a single file, or all of a folder. */
export interface SourceFile {
  /** Relative to what was chosen, with `/`; the file's name for a single file. */
  readonly path: string
  readonly text: string
}

/** Deeper than any tool nests its folders, and shallow enough for a call stack. */
export const MAX_DEPTH = 64
/** Of specs, folders, environments, messages and remarks together. */
export const MAX_ITEMS = 50_000

/** @throws AppError 'import.unreadable' */
export function requireBounded(files: readonly SourceFile[]): void {
  if (files.length > MOST_COLLECTION_FILES) throw unreadable(`There are more than ${MOST_COLLECTION_FILES} files.`)
  let bytes = 0
  for (const { text } of files) bytes += Buffer.byteLength(text)
  if (bytes > MOST_COLLECTION_BYTES) throw unreadable(`It is larger than ${MOST_COLLECTION_BYTES / 1024 / 1024} MiB.`)
}

export function unreadable(message: string, cause?: unknown): AppError {
  return new AppError('import.unreadable', message, {
    hint: 'Sockscope reads collections of Postman, Insomnia, Bruno and Yaak, HAR, AsyncAPI, and lines of curl, wscat and websocat.',
    cause,
  })
}
