import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { folderOfCapture, isCaptureId } from '../capture-folders.ts'
import { unknownCapture } from '../unknown-capture.ts'
import { sizeOf } from './history-folder.ts'
import { isRecorded } from './is-recorded.ts'

/** How long a deleted capture can be had back. */
const TRASH_MS = 10 * 60 * 1000

export interface TrashedCapture {
  readonly path: string
  readonly sizeBytes: number
  /** Milliseconds since the Unix epoch. */
  readonly sinceMs: number
}

const trashOf = (folder: string): string => join(folder, 'trash')

/** Takes a capture out of the history; its files go a while later. @throws AppError 'capture.unknown', 'capture.recording' */
export function moveToTrash(folder: string, id: CaptureId): void {
  const path = folderOfCapture(folder, id)
  if (!existsSync(path)) throw unknownCapture(id)
  if (isRecorded(id, path))
    throw new AppError('capture.recording', 'Another Sockscope is recording this capture.', { hint: 'Disconnect there first.' })
  mkdirSync(trashOf(folder), { recursive: true, mode: 0o700 })
  // Since when it is in the trash is told by the time of its folder.
  utimesSync(path, new Date(), new Date())
  renameSync(path, join(trashOf(folder), id))
}

/** Puts it back. @throws AppError 'capture.unknown' if it is not in the trash any more */
export function takeFromTrash(folder: string, id: CaptureId): void {
  const path = join(trashOf(folder), id)
  if (!existsSync(path)) throw unknownCapture(id)
  renameSync(path, folderOfCapture(folder, id))
}

/** What is in the trash, oldest first. */
export function trashedIn(folder: string): TrashedCapture[] {
  const trash = trashOf(folder)
  if (!existsSync(trash)) return []
  const paths = readdirSync(trash)
    .filter(isCaptureId)
    .sort()
    .map((id) => join(trash, id))
  return paths.map((path) => ({ path, sizeBytes: sizeOf(path), sinceMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
}

/** Removes what has been in the trash for long. @returns what is left, oldest first */
export function sweepTrash(folder: string): TrashedCapture[] {
  const isOld = ({ sinceMs }: TrashedCapture): boolean => Date.now() - sinceMs >= TRASH_MS
  const trashed = trashedIn(folder)
  for (const old of trashed.filter(isOld)) removeTrashed(old)
  return trashed.filter((each) => !isOld(each))
}

export const removeTrashed = ({ path }: TrashedCapture): void => rmSync(path, { recursive: true, force: true })
