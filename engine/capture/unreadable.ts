import { AppError } from '#shared/errors.ts'

/** What is thrown wherever a capture's content does not add up. `reason` ends the sentence 'This capture cannot be read: …'. */
export function unreadable(reason: string, cause?: unknown, hint = 'Take another copy of the file, if there is one.'): AppError {
  return new AppError('capture.unreadable', `This capture cannot be read: ${reason}.`, { hint, cause })
}

/** Runs `read`; whatever it throws that is not an AppError (SQLite's and the file system's errors) becomes 'capture.unreadable'. */
export function orUnreadable<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unreadable(`the file is damaged (${error instanceof Error ? error.message : String(error)})`, error)
  }
}
