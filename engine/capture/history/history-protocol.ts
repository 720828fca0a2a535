import type { HistoryEntry, HistoryPage } from '#shared/model/history.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import type { CaptureLabel } from './folder-files.ts'
import type { Room, RoomRequest } from './make-room.ts'

/** Which part of the history is wanted. */
export interface HistoryQuestion {
  /** Part of a name or URL, in any case; '' for all. */
  readonly search: string
  readonly first: number
  readonly count: number
}

/** What the worker is asked about the captures of a folder. */
export interface HistoryCalls {
  /** Null if there is none of this id. */
  historyEntry: (input: { folder: string; id: CaptureId; recorded: ReadonlySet<CaptureId> }) => HistoryEntry | null
  history: (input: HistoryQuestion & RoomRequest & { folder: string }) => HistoryPage
  /** @throws AppError 'capture.unknown', 'capture.disk' */
  label: (input: { folder: string; id: CaptureId; change: Partial<CaptureLabel> }) => void
  trash: (input: { folder: string; ids: readonly CaptureId[] }) => void
  restore: (input: { folder: string; ids: readonly CaptureId[] }) => void
  makeRoom: (input: RoomRequest & { folder: string }) => Room
}
