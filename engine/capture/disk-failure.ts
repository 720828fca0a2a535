import { AppError } from '#shared/errors.ts'

const REASONS: Record<string, string> = {
  ENOSPC: 'there is no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'the folder may not be written to',
  EPERM: 'the folder may not be written to',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of its path is not a folder',
  ENOENT: 'the folder does not exist',
  EFBIG: 'the disk does not take files that large',
  EMFILE: 'too many files are open',
}

/** SQLite's result codes that say the same (https://www.sqlite.org/rescode.html). */
const SQLITE_REASONS: Record<number, string> = {
  3: 'the folder may not be written to',
  8: 'the disk is read-only',
  10: 'the disk reported an error',
  13: 'there is no space left on the disk',
}

/** @param what went wrong, as the start of a sentence: 'Recording stopped after 12 frames' */
export function diskFailure(what: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('capture.disk', `${what}: ${reasonOf(error)}.`, {
    hint: 'Free some space or check the folder, then try again.',
    cause: error,
  })
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // SQLite's extended codes hold the primary one in their low byte.
  if ('errcode' in error && typeof error.errcode === 'number') return SQLITE_REASONS[error.errcode & 0xff] ?? error.message
  if ('code' in error && typeof error.code === 'string') return REASONS[error.code] ?? error.message
  return error.message
}
