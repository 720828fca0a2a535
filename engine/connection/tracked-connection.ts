import { type Failure, failureOf } from '#shared/errors.ts'
import type { CloseReport, ConnectionState, ConnectionSummary } from '#shared/model/connection.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { ConnectionId, LibraryPath } from '#shared/model/ids.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import type { Capture } from '../capture/capture.ts'
import { nowUs } from '../clock.ts'
import type { CookieSource } from '../cookies/cookie-jar.ts'
import type { CapturedFrame, CapturedMessage } from '../tap/captured.ts'
import type { FrameRun } from '../tap/frame-run.ts'
import { type Connection, openConnection } from './connection.ts'
import { checkClose } from './failures.ts'
import type { ConnectionObserver } from './observer.ts'
import { type Follows, ReconnectLink } from './reconnect-link.ts'
import { toCloseRecord, toErrorRecord, toHandshakeRecord } from './records.ts'
import { Tally } from './tally.ts'
import { Throttle } from './throttle.ts'

export interface TrackedOptions {
  readonly id: ConnectionId
  readonly spec: ConnectionSpec
  readonly origin: LibraryPath | null
  readonly capture: Capture
  readonly userAgent: string
  readonly cookies: CookieSource | null
  /** Null for a connection that a person opened. */
  readonly follows: Follows | null
  /** Opens the connection that follows this one. Throws AppError where it cannot be tried. */
  readonly onDue: (attempt: number) => ConnectionId
  /** States at once, counters at most 30 times a second, the last always. */
  readonly onChanged: (summary: ConnectionSummary) => void
}

/** A live connection with what a window knows of it: captured, counted and summed up. */
export class TrackedConnection implements ConnectionObserver {
  readonly connection: Connection
  readonly capture: Capture
  readonly reconnect: ReconnectLink
  /** Resolves when TCP has ended (or never began) and everything of it is in the capture. */
  readonly ended: Promise<void>
  readonly #options: TrackedOptions
  readonly #openingSinceUs = nowUs()
  readonly #tally = new Tally()
  readonly #changed: Throttle
  readonly #resolveEnded: () => void
  #state: ConnectionState = 'opening'
  #hops: readonly HandshakeReport[] = []
  #openedAtUs: number | null = null
  #isHeld = false
  #isHandshakeCaptured = false
  #close: CloseReport | null = null
  #failure: Failure | null = null
  #captureFailure: Failure | null = null

  constructor(options: TrackedOptions) {
    this.#options = options
    this.capture = options.capture
    this.#changed = new Throttle(() => options.onChanged(this.summary))
    const ended = Promise.withResolvers<void>()
    this.ended = ended.promise
    this.#resolveEnded = ended.resolve
    const { follows, onDue } = options
    this.reconnect = new ReconnectLink({ policy: options.spec.options.reconnect, follows, onDue, onChanged: () => this.touch() })
    this.connection = openConnection(options.spec, this, { userAgent: options.userAgent, cookies: options.cookies })
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Every hop so far, oldest first. */
  get hops(): readonly HandshakeReport[] {
    return this.#hops
  }

  get summary(): ConnectionSummary {
    const negotiated = this.#hops.at(-1)?.negotiated
    return {
      id: this.#options.id,
      capture: this.capture.id,
      origin: this.#options.origin,
      url: this.#options.spec.url,
      state: this.#state,
      openingSinceUs: this.#openingSinceUs,
      openedAtUs: this.#openedAtUs,
      subprotocol: negotiated?.subprotocol ?? '',
      compressed: (negotiated?.deflate ?? null) !== null,
      counters: this.#tally.counts,
      bufferedBytes: this.connection.bufferedBytes,
      held: this.#isHeld,
      close: this.#close,
      failure: this.#captureFailure ?? this.#failure,
      reconnect: this.reconnect.summary,
      reopened: null,
    }
  }

  /** Ends as a person asked for: nothing follows. @throws AppError 'close.invalid-code', 'close.reason-too-long' */
  close(code: number | null, reason: string): void {
    checkClose(code, reason)
    this.reconnect.endAsked()
    this.connection.close(code, reason)
  }

  /** Something outside changed what the summary says (bytes were taken by the operating system). */
  touch(): void {
    this.#changed.ask()
  }

  /** Says no more of itself. */
  mute(): void {
    this.reconnect.cancel()
    this.#changed.end()
  }

  /** Back-pressure of the capture: the disk is slower than the wire. */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return
    this.#isHeld = isHeld
    this.connection.hold(isHeld)
    this.#changed.ask()
  }

  /** The capture of this ended connection is not there any more, or is again (null). */
  captureGone(failure: Failure | null): void {
    if (this.#captureFailure?.code === failure?.code) return
    this.#captureFailure = failure
    this.#changed.now()
  }

  /** The capture takes no more: the connection goes on, and says so. */
  stopRecording(failure: Failure): void {
    this.#failure ??= failure
    this.#changed.now()
  }

  // As an observer, told by the connection. Arrow functions, because they are handed on one by one.

  readonly onState = (state: ConnectionState): void => {
    this.#captureHandshake()
    if (state === 'open') this.#openedAtUs = nowUs()
    this.#state = state
    // The end is told as one change, with its report.
    if (state !== 'closed') this.#changed.now()
  }

  readonly onHandshake = (hops: readonly HandshakeReport[]): void => {
    this.#hops = hops
    this.#changed.ask()
  }

  readonly onRun = (run: FrameRun): void => {
    this.#tally.addRun(run.count, run.wire.length)
    this.capture.appendRun(run)
    this.#changed.ask()
  }

  readonly onFrame = (frame: CapturedFrame): void => {
    this.#tally.addFrame(frame.facts, frame.wire.length)
    this.capture.appendFrame(frame)
    this.#changed.ask()
  }

  readonly onMessage = (message: CapturedMessage): void => {
    this.#tally.addMessage(message.facts)
    this.capture.appendMessage(message)
    this.#changed.ask()
  }

  readonly onFailure = (failure: Failure, timeUs: number): void => {
    this.#captureHandshake()
    this.#failure = failure
    this.capture.appendEvent(toErrorRecord(this.#options.id, timeUs, failure))
    this.#changed.ask()
  }

  readonly onClose = (report: CloseReport): void => {
    this.#close = report
    const openMs = this.#openedAtUs === null ? null : (report.timeUs - this.#openedAtUs) / 1000
    this.reconnect.ended({ code: report.code, openMs })
    this.capture.appendEvent(toCloseRecord(this.#options.id, report))
    this.#changed.now()
    void this.#settle()
  }

  /** The handshake stands in the capture before all frames, once, when it is complete. */
  #captureHandshake(): void {
    if (this.#isHandshakeCaptured) return
    this.#isHandshakeCaptured = true
    for (const hop of this.#hops) this.capture.appendEvent(toHandshakeRecord(this.#options.id, hop))
  }

  async #settle(): Promise<void> {
    try {
      await this.capture.finish()
    } catch (error) {
      this.stopRecording(failureOf(error))
    }
    this.#resolveEnded()
  }
}
