import type { CapturedEvent } from '#engine/capture/capture.ts'
import type { CapturedFrame, CapturedMessage } from '#engine/tap/captured.ts'
import { AppError } from '#shared/errors.ts'

/** One connection that is being imported: takes what a capture holds, in its order. Frames are numbered from 0 without gaps. */
export interface ImportedConnection {
  readonly event: (event: CapturedEvent) => void
  readonly frame: (frame: CapturedFrame) => void
  readonly message: (message: CapturedMessage) => void
}

/** Where an import puts what it finds. */
export interface ImportTarget {
  /** The next connection of the file, with the URL it was opened with. @throws AppError 'import.too-large' beyond MOST_CONNECTIONS */
  readonly connection: (url: string) => ImportedConnection
  /** Waits until what was given so far is written: asked between pieces of the file, so that memory stays bounded. */
  readonly flush: () => Promise<void>
}

export const MOST_CONNECTIONS = 1_000

/** @param reason ends the sentence 'NAME cannot be imported: …' */
export function notImportable(reason: string, cause?: unknown): AppError {
  return new AppError('import.unreadable', `The file cannot be imported: ${reason}.`, {
    hint: 'Export it anew, or take another copy.',
    cause,
  })
}

export function tooLarge(what: string, limit: string): AppError {
  return new AppError('import.too-large', `The file cannot be imported: ${what} is larger than ${limit}.`, {
    hint: 'Export a part of it.',
  })
}
