import { existsSync, mkdirSync } from 'node:fs'
import type { HistoryEntry, HistoryPage } from '#shared/model/history.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { folderOfCapture } from '../capture-folders.ts'
import { diskFailure } from '../disk-failure.ts'
import { unknownCapture } from '../unknown-capture.ts'
import { readLabel, writeLabel } from './folder-files.ts'
import { HistoryFolder } from './history-folder.ts'
import type { HistoryCalls, HistoryQuestion } from './history-protocol.ts'
import { makeRoom, roomOf } from './make-room.ts'
import { moveToTrash, takeFromTrash } from './trash.ts'

const folders = new Map<string, HistoryFolder>()

function historyOf(folder: string): HistoryFolder {
  const known = folders.get(folder) ?? new HistoryFolder(folder)
  folders.set(folder, known)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return known
}

/** The worker's side of the history. */
export const historyCalls: HistoryCalls = {
  historyEntry: ({ folder, id, recorded }) => orDiskFailure('The history cannot be read', () => historyOf(folder).entry(id, recorded)),
  history: ({ folder, ...question }) =>
    orDiskFailure('The history cannot be read', () => {
      const history = historyOf(folder)
      const entries = history.entries(question.recorded)
      const { usedBytes, limitBytes } = roomOf(history, entries, question.limitBytes)
      return pageOf(entries, question, { usedBytes, limitBytes })
    }),
  label: ({ folder, id, change }) =>
    orDiskFailure('The history cannot be written to', () => {
      const path = existing(folder, id)
      writeLabel(path, { ...readLabel(path), ...change })
    }),
  trash: ({ folder, ids }) =>
    orDiskFailure('The capture cannot be deleted', () => {
      for (const id of ids) moveToTrash(folder, id)
    }),
  restore: ({ folder, ids }) =>
    orDiskFailure('The capture cannot be put back', () => {
      for (const id of ids) takeFromTrash(folder, id)
    }),
  makeRoom: ({ folder, ...request }) => orDiskFailure('Old captures cannot be removed', () => makeRoom(historyOf(folder), request)),
}

function pageOf(
  all: readonly HistoryEntry[],
  { search, first, count }: HistoryQuestion,
  room: Pick<HistoryPage, 'usedBytes' | 'limitBytes'>,
): HistoryPage {
  const wanted = search.trim().toLowerCase()
  const found = wanted === '' ? all : all.filter(({ name, url }) => `${name}\n${url}`.toLowerCase().includes(wanted))
  return { entries: found.slice(first, first + count), found: found.length, all: all.length, ...room }
}

function existing(folder: string, id: CaptureId): string {
  const path = folderOfCapture(folder, id)
  if (!existsSync(path)) throw unknownCapture(id)
  return path
}

function orDiskFailure<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw diskFailure(what, error)
  }
}
