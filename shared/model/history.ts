import type { Failure } from '../errors.ts'
import type { CaptureId } from './ids.ts'

/** One capture of the history: recorded now, or before. */
export interface HistoryEntry {
  readonly id: CaptureId
  /** As a person named it; '' until then. */
  readonly name: string
  /** A pinned one never makes room for newer ones. */
  readonly isPinned: boolean
  readonly url: string
  /** Microseconds since the Unix epoch. */
  readonly startedUs: number
  /** Null while it is recorded. */
  readonly endedUs: number | null
  readonly frames: number
  readonly messages: number
  /** On the disk. */
  readonly sizeBytes: number
  /** How the connection ended; null while it is recorded, and where recording broke off without an end. */
  readonly close: { readonly code: number; readonly name: string; readonly clean: boolean } | null
  /** Why the connection failed, or why recording stopped before its end. */
  readonly failure: Failure | null
  /** Why it cannot be read; null if it can. */
  readonly damage: Failure | null
}

/** Some entries of the history, newest first, and what all of them come to. */
export interface HistoryPage {
  readonly entries: readonly HistoryEntry[]
  /** How many the search found. */
  readonly found: number
  /** How many there are. */
  readonly all: number
  /** What all captures take on the disk, those deleted just now among them. */
  readonly usedBytes: number
  /** What they may take at most at this moment: the person's limit, or half of what the disk would have free without them. */
  readonly limitBytes: number
}
