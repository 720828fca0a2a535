import type { Failure } from '../errors.ts'
import type { FrameSelection } from './frame-selection.ts'
import type { CaptureId, ExportId, ImportId } from './ids.ts'
import type { ExportFormat } from './interchange.ts'
import type { Finding, RedactionRules } from './redaction.ts'

/** Which frames of a capture. Messages are taken whole: of a fragmented one, one chosen frame brings the others along. */
export type ExportFrames =
  | { readonly kind: 'all' }
  /** Chosen in the list. */
  | { readonly kind: 'frames'; readonly selection: FrameSelection }
  /** In the language of docs/query.md. */
  | { readonly kind: 'query'; readonly text: string; readonly originUs: number | null }

export interface ExportRequest {
  readonly capture: CaptureId
  readonly frames: ExportFrames
  /** Null to take nothing out. */
  readonly redaction: RedactionRules | null
  /** Null only looks for what would be taken out, and writes nothing. */
  readonly format: ExportFormat | null
}

/** How far an export is. The last one says how it ended. */
export interface ExportProgress {
  readonly id: ExportId
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  /** Frames looked at, of so many. */
  readonly framesDone: number
  readonly framesTotal: number
  /** What was taken out, when it is done. */
  readonly findings: readonly Finding[]
  /** Of the written file, when it is done; 0 where nothing was to be written. */
  readonly sizeBytes: number
  readonly failure: Failure | null
}

export interface ImportBegun {
  readonly id: ImportId
}

/** A connection that was found in an imported file. It stands among the captures. */
export interface ImportedCapture {
  readonly capture: CaptureId
  readonly url: string
  readonly frames: number
}

/** Bytes of a file in one piece of an import, at most. */
export const IMPORT_PIECE_BYTES = 4 * 1024 * 1024
