import type { FrameDetail, PayloadOf, PayloadSlice } from '#shared/contract.ts'
import type { FrameRow } from '#shared/model/frame.ts'
import type { SelectionSum, SeqRange } from '#shared/model/frame-selection.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import type { FrameNote } from '#shared/model/note.ts'
import type { CloseRecord, ErrorRecord, HandshakeRecord } from '#shared/model/records.ts'
import type { CapturedFrame, CapturedMessage } from '../tap/captured.ts'
import type { FrameRun } from '../tap/frame-run.ts'
import type { CaptureSlice, SliceLimits } from './capture-slice.ts'
import type { CaptureTally } from './capture-tally.ts'
import type { SharedCapture } from './shared-capture.ts'

/** What stands in a capture beside frames and messages. */
export type CapturedEvent = HandshakeRecord | CloseRecord | ErrorRecord

/** Reads a capture, live or ended, by page. Sees everything appended before the call. */
export interface CaptureReader {
  /** @throws AppError 'capture.unreadable' */
  readonly rows: (first: number, count: number) => Promise<FrameRow[]>
  /** The rows of these frames, at most 1,000. */
  readonly rowsOf: (seqs: readonly number[]) => Promise<FrameRow[]>
  /** @throws AppError 'input.invalid' if there is no such frame */
  readonly frame: (seq: number) => Promise<FrameDetail>
  readonly payload: (seq: number, of: PayloadOf, first: number, count: number) => Promise<PayloadSlice>
  /** Frames with all their bytes, from `first` on, as many as the limits allow; none after the last. */
  readonly slice: (first: number, limits: SliceLimits) => Promise<CaptureSlice>
  /** The events, oldest first. */
  readonly events: () => Promise<CapturedEvent[]>
  /** Counts the frames of some ranges. Of long ones the worker gives nobody else a turn: ask for pieces. */
  readonly sum: (ranges: readonly SeqRange[]) => Promise<SelectionSum>
  /** The first frame that crossed at this time or later; the number of frames if none did. */
  readonly seqAt: (timeUs: number) => Promise<number>
  /** The last frame of the message behind a frame, or before it; null if there is none within a million frames. */
  readonly messageBeside: (seq: number, direction: 'next' | 'previous') => Promise<number | null>
  /** What was said of its frames, by their seqs. */
  readonly notes: () => Promise<FrameNote[]>
  /** Keeps what is said of a frame in place of what was said before. @throws AppError 'capture.read-only', 'capture.disk', 'input.invalid' */
  readonly annotate: (note: FrameNote) => Promise<void>
  /** Frames so far. */
  readonly total: () => Promise<number>
  /** What there is so far, counted. */
  readonly tally: () => Promise<CaptureTally>
  /** For a thread that reads all of it, beside whatever else is read and written. */
  readonly share: () => Promise<SharedCapture>
}

/** Takes what a connection tells, batches it, and has a worker thread write it. Appending never waits. */
export interface Capture extends CaptureReader {
  readonly id: CaptureId
  /** Frames and their messages. The run is copied, and may be written to afterwards. */
  readonly appendRun: (run: FrameRun) => void
  readonly appendFrame: (frame: CapturedFrame) => void
  readonly appendMessage: (message: CapturedMessage) => void
  readonly appendEvent: (event: CapturedEvent) => void
  /** Everything appended is on disk. */
  readonly flush: () => Promise<void>
  /** Saves what was appended so far as one `.sockscope` file, replacing one of that name. @throws AppError 'capture.disk' */
  readonly saveAs: (path: string) => Promise<void>
  /** No more will be appended; what still is, is dropped. Stays readable. */
  readonly finish: () => Promise<void>
  /** Lets go of an ended one's files; it stands in the folder, and is read by its id (`Captures.reader`). */
  readonly release: () => Promise<void>
  /** Removes it from disk; not readable any more. */
  readonly remove: () => Promise<void>
}

/** A capture opened from a `.sockscope` file or from the folder a killed process left: read-only. */
export interface SavedCapture extends CaptureReader {
  readonly close: () => Promise<void>
}
