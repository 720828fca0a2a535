import { existsSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import type { HistoryEntry } from '#shared/model/history.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { folderOfCapture, isCaptureId, scratchOf } from '../capture-folders.ts'
import type { HistoryFolder } from './history-folder.ts'
import { isRecorded } from './is-recorded.ts'
import { removeTrashed, sweepTrash, type TrashedCapture, trashedIn } from './trash.ts'

/** More captures than this are not kept, however small: a list must stay one that can be listed. */
export const MOST_CAPTURES = 10_000

export interface RoomRequest {
  /** What the person allows all captures to take. */
  readonly limitBytes: number
  /** Recorded by this process. */
  readonly recorded: ReadonlySet<CaptureId>
  /** Shown in this process's windows: never removed. */
  readonly shown: ReadonlySet<CaptureId>
}

export interface Room {
  /** What all captures take now, the trash among them. */
  readonly usedBytes: number
  /** What they may take now. */
  readonly limitBytes: number
}

const sum = (sized: readonly { readonly sizeBytes: number }[]): number => sized.reduce((total, each) => total + each.sizeBytes, 0)

export function roomOf(
  history: HistoryFolder,
  entries: readonly HistoryEntry[],
  limitBytes: number,
  trash: readonly TrashedCapture[] = trashedIn(history.folder),
): Room {
  const usedBytes = sum(entries) + sum(trash)
  return { usedBytes, limitBytes: limitNow(limitBytes, usedBytes, freeBytesOf(history.folder)) }
}

/**
 * Keeps the captures of a folder within their limit: first the trash goes, then ended captures, oldest first. Pinned ones stay,
 * and those that are recorded (by any process) or shown; so it can happen that too much is left.
 */
export function makeRoom(history: HistoryFolder, { limitBytes, recorded, shown }: RoomRequest): Room {
  sweepScratch(history.folder)
  const trash = sweepTrash(history.folder)
  const entries = history.entries(recorded)
  const room = roomOf(history, entries, limitBytes, trash)
  let { usedBytes } = room
  for (const trashed of trash) {
    if (usedBytes <= room.limitBytes) break
    removeTrashed(trashed)
    usedBytes -= trashed.sizeBytes
  }
  const removable = entries.filter(({ id, endedUs, isPinned }) => endedUs !== null && !isPinned && !shown.has(id)).reverse()
  let count = entries.length
  for (const { id, sizeBytes } of removable) {
    if (usedBytes <= room.limitBytes && count <= MOST_CAPTURES) break
    rmSync(folderOfCapture(history.folder, id), { recursive: true, force: true })
    usedBytes -= sizeBytes
    count -= 1
  }
  return { usedBytes, limitBytes: room.limitBytes }
}

/** Removes what a killed process left on the way to something else. */
function sweepScratch(folder: string): void {
  const scratch = scratchOf(folder)
  if (!existsSync(scratch)) return
  for (const id of readdirSync(scratch).filter(isCaptureId)) {
    const path = folderOfCapture(scratch, id)
    if (!isRecorded(id, path)) rmSync(path, { recursive: true, force: true })
  }
}

/** The person's limit, but never more than half of what the disk would have free without captures. All in bytes. */
export const limitNow = (limit: number, used: number, free: number): number => Math.min(limit, Math.floor((used + free) / 2))

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
