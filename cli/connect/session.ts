import { type Connection, type ConnectionObserver, type Countdown, nowUs, Reconnecting } from '#engine/index.ts'
import { type Failure, failureOf } from '#shared/errors.ts'
import type { CloseReport, OutgoingMessage } from '#shared/model/connection.ts'
import { EXIT, type ExitStatus, statusOfClose, statusOfFailure } from '../exit-status.ts'
import { Echo } from './echo.ts'
import { type CloseChoice, type ConnectPlan, onlyExplains } from './plan.ts'

/** Bytes given to send that wait in memory before more input is read. */
const BACKLOG_BYTES = 1024 * 1024

/** What to send once open; files have been read by now. */
export type LoadedStep =
  | { readonly kind: 'message'; readonly message: OutgoingMessage }
  | { readonly kind: 'ping'; readonly payload: Uint8Array }

export interface SessionListener {
  /** The steps are under way; input may follow. */
  readonly onOpen: () => void
  /** Something that was to be sent was not. */
  readonly onUnsent: (failure: Failure) => void
  /** The connection has ended, and another is to follow it after a wait. */
  readonly onWaiting: (countdown: Countdown) => void
  /** The wait is over: open the next, and attach it. */
  readonly onDue: () => void
  /** @param failure why the connection was not opened, or was failed */
  readonly onEnd: (status: ExitStatus, failure: Failure | null) => void
}

type SessionPlan = Pick<
  ConnectPlan,
  'spec' | 'close' | 'isCloseAsked' | 'count' | 'durationMs' | 'lingerMs' | 'isEcho' | 'isExplain' | 'steps'
>

/**
 * One run of `sockscope connect`: does the steps, echoes, counts, and decides when it is over. Everything that
 * wants the connection to end (count, duration, end of input, signals) comes together in `close`. A connection that ended
 * otherwise is followed by another, as far as the spec's reconnect policy goes; the steps are done with each.
 */
export class Session {
  readonly #plan: SessionPlan
  readonly #steps: readonly LoadedStep[]
  readonly #listener: SessionListener
  readonly #brakes = new Set<string>()
  readonly #unsettled = new Set<Promise<void>>()
  #connection: Connection | null = null
  #echo: Echo | null = null
  #failure: Failure | null = null
  #status: ExitStatus = EXIT.done
  #hasSent = false
  #received = 0
  #reconnecting: Reconnecting
  #opening = Promise.withResolvers<void>()
  #openedAtUs: number | null = null
  #hasInputEnded = false
  #isOver = false
  #durationTimer: NodeJS.Timeout | undefined
  #lingerTimer: NodeJS.Timeout | undefined

  constructor(plan: SessionPlan, steps: readonly LoadedStep[], listener: SessionListener) {
    this.#plan = plan
    this.#steps = steps
    this.#listener = listener
    this.#reconnecting = this.#watch(0)
  }

  /** What to hand to openConnection (through the recorder). */
  readonly observer: ConnectionObserver = {
    onState: (state) => {
      if (state === 'open') this.#begin()
    },
    onHandshake: () => undefined,
    onFrame: ({ facts }) => {
      if (facts.direction === 'in') this.#lingerTimer?.refresh()
    },
    onMessage: ({ facts, data }) => {
      if (facts.direction !== 'in') return
      this.#echo?.send(facts.kind, data)
      this.#received += 1
      if (this.#received === this.#plan.count) this.close()
    },
    onFailure: (failure) => {
      this.#failure = failure
    },
    onClose: (report) => this.#end(report),
  }

  /** No more can be sent. */
  get isEnding(): boolean {
    return this.#connection?.state !== 'open' && !this.#mayFollow
  }

  /** Another connection may follow this one, or is about to. */
  get #mayFollow(): boolean {
    return this.#plan.spec.options.reconnect.attempts > 0 && !this.#isOver
  }

  /** Call at once after openConnection: it tells nothing before it returned. */
  attach(connection: Connection): void {
    this.#connection = connection
    this.#failure = null
    this.#openedAtUs = null
    if (this.#plan.isEcho) this.#echo = new Echo(connection, (isHeld) => this.hold('echo', isHeld))
    this.#applyBrakes()
  }

  /** Resolves when more input may come; what could not be sent is told to the listener. */
  async send(message: OutgoingMessage): Promise<void> {
    await this.#sending((connection) => connection.send(message))
  }

  async ping(payload: Uint8Array): Promise<void> {
    await this.#sending((connection) => connection.ping(payload))
  }

  /** Starts the closing handshake, or gives up the opening one; nothing if the end has begun. */
  close(choice: CloseChoice = this.#plan.close): void {
    clearTimeout(this.#lingerTimer)
    clearTimeout(this.#durationTimer)
    this.#endAsked()
    this.#connection?.close(choice.code, choice.reason)
  }

  /** Drops TCP. */
  cut(): void {
    this.#endAsked()
    this.#connection?.terminate()
  }

  /** While any `reason` holds, nothing more is read from the server. */
  hold(reason: string, isHeld: boolean): void {
    if (isHeld) this.#brakes.add(reason)
    else this.#brakes.delete(reason)
    this.#applyBrakes()
  }

  /**
   * Nothing more will be sent. With a count, a duration or an echo these decide. Otherwise, once something was
   * sent, close as soon as nothing has come for `lingerMs`; a run that only listens goes on, one that only explains is over.
   */
  async inputEnded(): Promise<void> {
    this.#hasInputEnded = true
    const { count, durationMs, isEcho, isCloseAsked, lingerMs } = this.#plan
    if (count !== null || durationMs !== null || isEcho) return
    if (!this.#hasSent && onlyExplains(this.#plan)) return this.close()
    if (!this.#hasSent && !isCloseAsked) return
    await Promise.allSettled(this.#unsettled)
    if (this.#connection?.state === 'open') this.#lingerTimer = setTimeout(() => this.close(), lingerMs)
  }

  #begin(): void {
    this.#openedAtUs = nowUs()
    this.#opening.resolve()
    for (const step of this.#steps) void (step.kind === 'ping' ? this.ping(step.payload) : this.send(step.message))
    const { durationMs } = this.#plan
    if (durationMs !== null) this.#durationTimer = setTimeout(() => this.close(), durationMs)
    this.#listener.onOpen()
    if (this.#hasInputEnded) void this.inputEnded()
  }

  async #sending(send: (connection: Connection) => Promise<void>): Promise<void> {
    // While another connection is to follow, what is sent waits for it.
    if (this.#connection?.state !== 'open' && this.#mayFollow) await this.#opening.promise
    const connection = this.#connection
    if (!connection) return
    this.#hasSent = true
    const sent = send(connection).catch((error) => this.#listener.onUnsent(failureOf(error)))
    this.#unsettled.add(sent)
    void sent.then(() => this.#unsettled.delete(sent))
    if (connection.bufferedBytes > BACKLOG_BYTES) await sent
  }

  #applyBrakes(): void {
    this.#connection?.hold(this.#brakes.size > 0)
  }

  #end(report: CloseReport): void {
    clearTimeout(this.#lingerTimer)
    clearTimeout(this.#durationTimer)
    if (this.#openedAtUs !== null) this.#opening = Promise.withResolvers()
    const openMs = this.#openedAtUs === null ? null : (report.timeUs - this.#openedAtUs) / 1000
    this.#status = this.#statusOf(report)
    this.#reconnecting.ended({ code: report.code, openMs })
    if (this.#reconnecting.countdown.state === 'waiting') this.#listener.onWaiting(this.#reconnecting.countdown)
    else this.#finish()
  }

  #watch(attempt: number): Reconnecting {
    const onDue = (next: number): void => {
      this.#reconnecting = this.#watch(next)
      this.#listener.onDue()
    }
    return new Reconnecting({ policy: this.#plan.spec.options.reconnect, attempt, onDue })
  }

  /** None follows what ends now; a wait for the next is over, and with it the run. */
  #endAsked(): void {
    this.#isOver = true
    const { state } = this.#reconnecting.countdown
    this.#reconnecting.endAsked()
    if (state === 'waiting') this.#finish()
  }

  #finish(): void {
    this.#isOver = true
    this.#opening.resolve()
    this.#listener.onEnd(this.#status, this.#failure)
  }

  #statusOf(report: CloseReport): ExitStatus {
    if (!this.#failure) return statusOfClose(report)
    const status = statusOfFailure(this.#failure)
    // A reset or a TLS alert on an open connection is no matter of reaching it.
    return this.#openedAtUs !== null && status !== EXIT.failed ? EXIT.abnormal : status
  }
}
