import { AppError } from '#shared/errors.ts'

/** One file of what is to be imported: a single file, or all of a folder. */
export interface SourceFile {
  /** Relative to what was chosen, with `/`; the file's name for a single file. */
  readonly path: string
  readonly text: string
}

export const MAX_SOURCE_BYTES = 64 * 1024 * 1024
export const MAX_SOURCE_FILES = 5_000
/** Deeper than any tool nests its folders, and shallow enough for a call stack. */
export const MAX_DEPTH = 64
/** Of specs, folders, environments, messages and remarks together. */
export const MAX_ITEMS = 50_000

/** @throws AppError 'import.unreadable' */
export function requireBounded(files: readonly SourceFile[]): void {
  if (files.length > MAX_SOURCE_FILES) throw unreadable(`There are more than ${MAX_SOURCE_FILES} files.`)
  let bytes = 0
  for (const { text } of files) bytes += Buffer.byteLength(text)
  if (bytes > MAX_SOURCE_BYTES) throw unreadable(`It is larger than ${MAX_SOURCE_BYTES / 1024 / 1024} MiB.`)
}

export function unreadable(message: string, cause?: unknown): AppError {
  return new AppError('import.unreadable', message, {
    hint: 'Sockscope reads collections of Postman, Insomnia, Bruno and Yaak, HAR, AsyncAPI, and lines of curl, wscat and websocat.',
    cause,
  })
}
