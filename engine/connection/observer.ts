import type { Failure } from '#shared/errors.ts'
import type { CloseReport, ConnectionState } from '#shared/model/connection.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { CapturedFrame, CapturedMessage } from '../tap/captured.ts'
import type { FrameRun } from '../tap/frame-run.ts'

/**
 * Hears everything of one connection, in the order it happened, each on the turn in which it happened.
 * A message is told after its last frame. The end is told once, last: `onClose`, after `onFailure` if something failed.
 */
export interface ConnectionObserver {
  readonly onState: (state: ConnectionState) => void
  /** All hops so far whenever facts were added; the last is the current one, complete when the state leaves 'opening'. */
  readonly onHandshake: (hops: readonly HandshakeReport[]) => void
  /**
   * For whoever keeps up with floods: takes received frames by the run, and `onFrame` and `onMessage` are not called for these.
   * A run's bytes are not the receiver's to keep, unlike a frame's: copy what is wanted later.
   */
  readonly onRun?: ((run: FrameRun) => void) | undefined
  readonly onFrame: (frame: CapturedFrame) => void
  readonly onMessage: (message: CapturedMessage) => void
  /** Something went wrong: the reason the connection could not be opened, or was failed. Told at most once. */
  readonly onFailure: (failure: Failure, timeUs: number) => void
  /** Also after a handshake that never became a connection (code 1006). */
  readonly onClose: (report: CloseReport) => void
}

const ignore = (): void => undefined

/** Hears everything and does nothing. */
export const SILENT_OBSERVER: ConnectionObserver = {
  onState: ignore,
  onHandshake: ignore,
  onFrame: ignore,
  onMessage: ignore,
  onFailure: ignore,
  onClose: ignore,
}
