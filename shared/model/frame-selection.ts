import type { QueryId } from './ids.ts'

/** Frames [first, end), by their seqs. */
export interface SeqRange {
  readonly first: number
  readonly end: number
}

/** What a person chose in the list: ranges, in order and apart, so that a million rows are one of them. */
export interface FrameSelection {
  readonly ranges: readonly SeqRange[]
  /** The query whose shown rows alone are meant; null for every frame of the ranges. */
  readonly query: QueryId | null
}

/** Ranges that are taken at once. */
export const MOST_RANGES = 10_000

/** Chosen frames, counted. Bytes are those of the frames. */
export interface SelectionSum {
  readonly frames: number
  readonly framesIn: number
  readonly framesOut: number
  readonly wireBytesIn: number
  readonly wireBytesOut: number
  readonly payloadBytesIn: number
  readonly payloadBytesOut: number
  /** Of the first and the last of them; null without any. */
  readonly firstUs: number | null
  readonly lastUs: number | null
}

export const NO_FRAMES: SelectionSum = {
  frames: 0,
  framesIn: 0,
  framesOut: 0,
  wireBytesIn: 0,
  wireBytesOut: 0,
  payloadBytesIn: 0,
  payloadBytesOut: 0,
  firstUs: null,
  lastUs: null,
}

/** How chosen frames are written for the clipboard: their texts, one a line; as hex; as records; as rows of a table. */
export const COPY_FORMS = ['text', 'hex', 'ndjson', 'csv'] as const
export type CopyForm = (typeof COPY_FORMS)[number]

/** What still fits on a clipboard without the window, or the one pasted into, standing still. */
export const MOST_COPIED = { frames: 100_000, bytes: 8 * 1024 * 1024 } as const
