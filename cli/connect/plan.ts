import type { OutgoingMessage } from '#shared/model/connection.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'

/** Something to do once the connection is open, in the order of the command line. */
export type Step =
  | { readonly kind: 'message'; readonly message: OutgoingMessage }
  /** Sent as one binary message, whatever is in it. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'ping'; readonly payload: Uint8Array }

export interface CloseChoice {
  readonly code: number
  readonly reason: string
}

/** Everything `sockscope connect` was asked to do. */
export interface ConnectPlan {
  readonly spec: ConnectionSpec
  readonly steps: readonly Step[]
  readonly close: CloseChoice
  /** --close was given: the person wants the conversation to end. */
  readonly isCloseAsked: boolean
  /** Close after so many messages were received; null for never. */
  readonly count: number | null
  /** Close so long after the connection opened; null for never. */
  readonly durationMs: number | null
  /** After the end of input: close when nothing has come for so long. */
  readonly lingerMs: number
  readonly isEcho: boolean
  readonly isJson: boolean
  /** The handshake and the end are told as reports. */
  readonly isExplain: boolean
  /** Where the capture is saved at the end, or null. */
  readonly save: string | null
  /** The file of the cookie jar, or null: none. */
  readonly cookieJar: string | null
}

export const NORMAL_CLOSE: CloseChoice = { code: 1000, reason: '' }
export const DEFAULT_LINGER_MS = 1000

/** Nothing but the report of the handshake was asked for: once it is printed, and no input sends anything, the run is over. */
export const onlyExplains = ({
  isExplain,
  steps,
  count,
  durationMs,
  isEcho,
}: Pick<ConnectPlan, 'isExplain' | 'steps' | 'count' | 'durationMs' | 'isEcho'>): boolean =>
  isExplain && steps.length === 0 && count === null && durationMs === null && !isEcho
