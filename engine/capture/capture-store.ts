import type { Failure } from '#shared/errors.ts'
import type { FrameNote } from '#shared/model/note.ts'
import type { CaptureContent } from './capture-content.ts'
import type { CaptureTally } from './capture-tally.ts'
import type { CaptureMeta } from './record-schema.ts'
import type { CountedBatch } from './worker-protocol.ts'

/** A capture as the worker holds it. */
export interface CaptureStore {
  readonly content: CaptureContent
  readonly meta: CaptureMeta
  readonly isLive: boolean
  /** Its format has a place for notes. */
  readonly hasNotes: boolean
  readonly tally: () => CaptureTally
  /** After the first failure nothing more is written: a gap would make a lie of all that follows. @throws AppError 'capture.disk', once */
  readonly append: (batch: CountedBatch) => void
  /** Keeps a note, or takes it away where it says nothing. @throws AppError 'capture.read-only', 'capture.disk', 'input.invalid' */
  readonly annotate: (note: FrameNote) => void
  /** Leaves the files as a reader would like to find them. @param stopped why not everything was appended, if so */
  readonly finish: (stopped: Failure | null) => void
  readonly close: (options: { readonly remove: boolean }) => void
}

/** Names within the folder of a live capture. */
export const DATABASE_FILE = 'capture.db'
export const SEGMENT_FILE = 'segment.bin'
