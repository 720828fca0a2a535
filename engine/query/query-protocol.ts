import type { Failure } from '#shared/errors.ts'
import type { Query } from '#shared/query/query.ts'
import type { SharedCapture } from '../capture/shared-capture.ts'

/** What a query's thread is told, once. */
export interface QueryOrder {
  readonly query: Query
  readonly capture: SharedCapture
  /** What `t` counts from, in microseconds since the Unix epoch; null for the first frame. */
  readonly originUs: number | null
  /** Of a Pulse. */
  readonly pulse: SharedArrayBuffer
}

/** What it tells, at most 30 times a second, the first hits at once. */
export type QueryReport =
  | {
      readonly kind: 'scanned'
      /** New hits, ascending. */
      readonly hits: Float64Array<ArrayBuffer>
      readonly scanned: number
      readonly total: number
      readonly unexamined: number
      /** Nothing is left but what will be captured from now on. */
      readonly isComplete: boolean
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
