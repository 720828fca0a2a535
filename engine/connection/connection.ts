import { AppError, failureOf } from '#shared/errors.ts'
import type { CloseReport, ConnectionState, OutgoingMessage } from '#shared/model/connection.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import { nowUs } from '../clock.ts'
import type { CookieSource } from '../cookies/cookie-jar.ts'
import { type OpenedSocket, openHandshake } from '../handshake/open-handshake.ts'
import { neverOpenedReport } from './closing.ts'
import { Conversation } from './conversation.ts'
import { checkClose, checkPing, notOpenError } from './failures.ts'
import type { ConnectionObserver } from './observer.ts'

export interface OpenOptions {
  /** The value of the automatic `User-Agent` header, e.g. 'sockscope/0.1.0'. */
  readonly userAgent: string
  /** The cookie jar, for specs that use one; none if left out. */
  readonly cookies?: CookieSource | null
}

/** One live run of a spec, from the first look-up to the end of TCP. */
export interface Connection {
  readonly state: ConnectionState
  /** Bytes given to send that the operating system has not taken yet. */
  readonly bufferedBytes: number
  /**
   * Resolves when the operating system has taken the bytes.
   * @throws AppError 'connection.not-open', 'send.failed'
   */
  readonly send: (message: OutgoingMessage) => Promise<void>
  /** @throws AppError 'connection.not-open', 'ping.too-long', 'send.failed' */
  readonly ping: (payload: Uint8Array) => Promise<void>
  /**
   * Starts the closing handshake (RFC 6455 section 7.1.2); code null sends a close frame without a body.
   * While opening it gives up ('handshake.cancelled'); while closing or closed it does nothing.
   * @throws AppError 'close.invalid-code', 'close.reason-too-long'
   */
  readonly close: (code: number | null, reason: string) => void
  /** Drops TCP at once, in any state. */
  readonly terminate: () => void
  /** Back-pressure: while held nothing more is read from the socket; what arrives waits in the operating system. */
  readonly hold: (isHeld: boolean) => void
}

/** Begins to connect; everything that becomes of it is told to `observer`, never before this returned. */
export function openConnection(spec: ConnectionSpec, observer: ConnectionObserver, options: OpenOptions): Connection {
  return new SocketConnection(spec, observer, options)
}

class SocketConnection implements Connection {
  readonly #spec: ConnectionSpec
  readonly #observer: ConnectionObserver
  readonly #giveUp = new AbortController()
  readonly #hops: HandshakeReport[] = []
  #state: ConnectionState = 'opening'
  #conversation: Conversation | null = null
  #isHeld = false

  constructor(spec: ConnectionSpec, observer: ConnectionObserver, options: OpenOptions) {
    this.#spec = spec
    this.#observer = observer
    setImmediate(() => void this.#open(options))
  }

  get state(): ConnectionState {
    return this.#state
  }

  get bufferedBytes(): number {
    return this.#conversation?.bufferedBytes ?? 0
  }

  send(message: OutgoingMessage): Promise<void> {
    if (this.#state !== 'open' || !this.#conversation) return Promise.reject(notOpenError(this.#state))
    return this.#conversation.send(message)
  }

  async ping(payload: Uint8Array): Promise<void> {
    checkPing(payload)
    if (this.#state !== 'open' || !this.#conversation) throw notOpenError(this.#state)
    await this.#conversation.ping(payload)
  }

  close(code: number | null, reason: string): void {
    checkClose(code, reason)
    if (this.#state === 'opening') this.#giveUp.abort()
    else this.#conversation?.close(code, reason)
  }

  terminate(): void {
    this.#giveUp.abort()
    this.#conversation?.terminate()
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#conversation?.hold(isHeld)
  }

  async #open(options: OpenOptions): Promise<void> {
    let opened: OpenedSocket
    try {
      opened = await this.#shakeHands(options)
    } catch (error) {
      return this.#fail(error)
    }
    await this.#begin(opened)
  }

  async #shakeHands({ userAgent, cookies }: OpenOptions): Promise<OpenedSocket> {
    const { signal } = this.#giveUp
    const opened = await openHandshake(this.#spec, { signal, onReport: (report) => this.#onReport(report), userAgent, cookies })
    if (!signal.aborted) return opened
    // Given up on the very turn in which it succeeded.
    opened.socket.destroy()
    throw cancelled()
  }

  #onReport(report: HandshakeReport): void {
    this.#hops[report.hop] = report
    this.#observer.onHandshake([...this.#hops])
  }

  async #begin(opened: OpenedSocket): Promise<void> {
    const conversation = new Conversation(opened, this.#spec.options, {
      onRun: this.#observer.onRun,
      onFrame: this.#observer.onFrame,
      onMessage: this.#observer.onMessage,
      onClosing: () => this.#become('closing'),
      onFailure: (failure) => this.#observer.onFailure(failure, nowUs()),
      onEnd: (report) => this.#end(report),
    })
    this.#conversation = conversation
    if (this.#isHeld) conversation.hold(true)
    conversation.start()
    await pendingInput()
    if (this.#giveUp.signal.aborted) {
      conversation.abandon()
      return this.#fail(cancelled())
    }
    this.#become('open')
    conversation.begin()
  }

  #fail(error: unknown): void {
    this.#observer.onFailure(failureOf(error), nowUs())
    this.#end(neverOpenedReport(nowUs()))
  }

  #end(report: CloseReport): void {
    this.#become('closed')
    this.#observer.onClose(report)
  }

  #become(state: ConnectionState): void {
    this.#state = state
    this.#observer.onState(state)
  }
}

const cancelled = (): AppError => new AppError('handshake.cancelled', 'The connection was given up while it opened.')

/**
 * What the kernel holds for a socket that was just told to flow is read in the next round of the event loop. A server
 * that spoke first is heard before anything is sent: that is the order in which it crossed.
 */
async function pendingInput(): Promise<void> {
  await nextImmediate()
  await nextImmediate()
}

const nextImmediate = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
