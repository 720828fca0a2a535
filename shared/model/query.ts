import type { Failure } from '../errors.ts'
import type { QueryFault } from '../query/fault.ts'
import type { FrameRow } from './frame.ts'
import type { CaptureId, QueryId } from './ids.ts'

/** What a query over a capture has found so far. It goes on with every frame that is captured, until it is ended. */
export interface QueryProgress {
  readonly query: QueryId
  readonly capture: CaptureId
  /** 'complete': all frames there are were examined; more may come. */
  readonly state: 'scanning' | 'complete' | 'cancelled' | 'failed'
  /** Frames examined, from 0 on. */
  readonly scanned: number
  /** Frames of the capture. */
  readonly total: number
  readonly hits: number
  /** Hits and the rows around them, in the list that shows only these. */
  readonly shown: number
  /** Rows whose content could not be examined: too long, or nested too deeply. */
  readonly unexamined: number
  /** Why it failed. */
  readonly failure: Failure | null
}

/** Begun, or what is wrong with the text. */
export type QueryStart =
  | { readonly progress: QueryProgress; readonly fault: null }
  | { readonly progress: null; readonly fault: QueryFault }

export interface QueryRow extends FrameRow {
  /** False for a row around a hit. */
  readonly isHit: boolean
}

export interface FoundHit {
  readonly seq: number
  /** Hits before it. */
  readonly number: number
  /** Shown rows before it. */
  readonly position: number
}

export interface ShownPlace {
  /** Shown rows before the frame. */
  readonly position: number
  readonly isShown: boolean
}

/** Rows around a hit that may be shown, each way. */
export const MOST_CONTEXT = 100
