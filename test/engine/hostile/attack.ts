import type { ConnectionState } from '#shared/model/connection.ts'
import type { ConnectionOptions } from '#shared/model/spec.ts'

/** A hostile server to be connected to. */
export interface Attack {
  readonly name: string
  readonly url: string
  readonly options: Partial<ConnectionOptions>
  /** How long it is suffered at most, in milliseconds. */
  readonly mostMs: number
}

/** What became of it. */
export interface Outcome {
  readonly name: string
  /** When the connection had ended, or the time was over. */
  readonly stateThen: ConnectionState
  readonly code: string | null
  readonly message: string
  readonly hint: string
  readonly closeCode: number
  /** Most of what was alive at once, over what was before, in MiB. */
  readonly peakMiB: number
  /** A message on another connection was echoed afterwards. */
  readonly isOtherAlive: boolean
  readonly headerNames: readonly string[]
  /** Of the first 100 rows. */
  readonly violations: readonly string[]
}
