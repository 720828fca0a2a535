import type { Socket } from 'node:net'
import type { Failure } from '#shared/errors.ts'
import type { CloseReport, OutgoingMessage } from '#shared/model/connection.ts'
import { OPCODE, VIOLATIONS, type ViolationId } from '#shared/model/frame.ts'
import type { ConnectionOptions } from '#shared/model/spec.ts'
import { nowUs } from '../clock.ts'
import type { OpenedSocket } from '../handshake/open-handshake.ts'
import type { CapturedFrame, CapturedMessage } from '../tap/captured.ts'
import type { FrameRun } from '../tap/frame-run.ts'
import { CloseLog } from './close-log.ts'
import { answerTo, type TcpEnding } from './closing.ts'
import { Deadline } from './deadline.ts'
import { endingOf, keepAliveFailure, lostFailure, MAX_CONTROL_BYTES, violationFailure } from './failures.ts'
import { Intake } from './intake.ts'
import { KeepAliveClock } from './keep-alive.ts'
import { Outgoing } from './outgoing.ts'
import { createReaders, type Readers } from './readers.ts'
import { Turns } from './turns.ts'

/**
 * After a violation the server may still say this much, for this long, and it is shown. The rest of a frame whose header breaks a
 * rule is waited for as long.
 */
const AFTERMATH_BYTES = 1024 * 1024
const AFTERMATH_MS = 1_000

/** Less than this leaves at once: a close frame alone is no backlog. */
const BACKLOG_BYTES = 64 * 1024

export interface ConversationListener {
  /** As in ConnectionObserver. */
  readonly onRun?: ((run: FrameRun) => void) | undefined
  readonly onFrame: (frame: CapturedFrame) => void
  readonly onMessage: (message: CapturedMessage) => void
  /** No more messages can be sent: a close frame is to go, or came, or TCP is ending. Told once. */
  readonly onClosing: () => void
  /** Told at most once. */
  readonly onFailure: (failure: Failure) => void
  /** Told once, last. */
  readonly onEnd: (report: CloseReport) => void
}

/**
 * The life of a WebSocket connection after its handshake: frames in and out, pongs, the closing handshake
 * (RFC 6455 section 7) and every other way to end. Owns the socket from here on.
 */
export class Conversation {
  readonly #socket: Socket
  readonly #opened: OpenedSocket
  readonly #options: ConnectionOptions
  readonly #listener: ConversationListener
  readonly #readers: Readers
  readonly #outgoing: Outgoing
  readonly #intake: Intake
  readonly #turns = new Turns()
  readonly #deadline = new Deadline()
  /** For a frame whose header breaks a rule to become whole. */
  readonly #patience = new Deadline()
  readonly #keepAlive: KeepAliveClock
  readonly #closing: CloseLog
  #isImpatient = false
  #violation: ViolationId | null = null
  #aftermathBytes = 0
  #bytesIn = 0
  #lastFrameIn: CapturedFrame | null = null
  #isCloseAsked = false
  #isClosing = false
  #isFailed = false
  #isEnded = false

  constructor(opened: OpenedSocket, options: ConnectionOptions, listener: ConversationListener) {
    const { socket, negotiated } = opened
    this.#socket = socket
    this.#opened = opened
    this.#options = options
    this.#closing = new CloseLog('encrypted' in socket)
    this.#listener = listener
    this.#readers = createReaders({
      deflate: negotiated.deflate,
      limits: options,
      onIncoming: {
        onRun: listener.onRun,
        onFrame: (frame) => this.#onFrameIn(frame),
        onMessage: (message) => listener.onMessage(message),
        onControl: (opcode, payload) => this.#onControl(opcode, payload),
        onViolation: (id) => this.#onViolation(id),
      },
      onOutgoing: {
        onFrame: (frame) => this.#onFrameOut(frame),
        onMessage: (message) => listener.onMessage(message),
      },
      turns: this.#turns,
    })
    this.#outgoing = new Outgoing({
      socket,
      deflate: negotiated.deflate,
      onWritten: (chunk) => this.#readers.outgoing(chunk),
    })
    this.#keepAlive = new KeepAliveClock(options.keepAlive, {
      // What cannot leave is told by the end of the socket.
      ping: (payload) => void this.#outgoing.ping(payload).catch(() => undefined),
      createExcuse: () => this.#createPongExcuse(),
      onLost: (afterMs) => this.#losePong(afterMs),
    })
    this.#intake = new Intake(socket, (chunk, arrivedUs) => this.#onBytes(chunk, arrivedUs))
  }

  /** Bytes given to send that the operating system has not taken yet. */
  get bufferedBytes(): number {
    return this.#isEnded ? 0 : this.#outgoing.bufferedBytes
  }

  /** Begins to read, first what came in the packets of the handshake. What is read is dated, and told from `begin` on. */
  start(): void {
    const { leftover, leftoverUs } = this.#opened
    // A server may close and end TCP in one breath; its close frame is answered all the same.
    this.#socket.allowHalfOpen = true
    this.#socket.on('error', (error) => this.#closing.noteEnding(endingOf(error)))
    this.#socket.on('end', () => this.#turns.take(() => this.#onRemoteEnd()))
    this.#socket.on('close', () => this.#turns.take(() => this.#finish()))
    this.#socket.setNoDelay(true)
    this.#intake.start(leftover, leftoverUs)
    // What it said between the handshake and now it will not say again.
    if (this.#socket.readableEnded) this.#turns.take(() => this.#onRemoteEnd())
    if (this.#socket.destroyed) setImmediate(() => this.#turns.take(() => this.#finish()))
  }

  /** Tells everything from here on, and before that what was read meanwhile. */
  begin(): void {
    this.#turns.begin()
    if (!this.#isClosing) this.#keepAlive.start()
  }

  /** Ends before it began: nothing of it is told. */
  abandon(): void {
    this.#isEnded = true
    this.#intake.stop()
    this.#socket.destroy()
  }

  send(message: OutgoingMessage): Promise<void> {
    return this.#outgoing.send(message)
  }

  ping(payload: Uint8Array): Promise<void> {
    return this.#outgoing.ping(payload)
  }

  /** Starts the closing handshake (section 7.1.2); nothing if it has begun already. */
  close(code: number | null, reason: string): void {
    if (this.#isClosing) return
    this.#sendClose(code, reason)
    this.#dropUnlessEnded('unanswered')
  }

  /** Drops the TCP connection at once. */
  terminate(): void {
    this.#drop({ how: 'asked' })
  }

  /** Back-pressure: while held nothing more is read, and nothing is lost. */
  hold(isHeld: boolean): void {
    this.#intake.hold(isHeld)
  }

  #onBytes(chunk: Uint8Array, arrivedUs?: number): void {
    // What was read may be empty afterwards (freeMemory).
    const { length } = chunk
    this.#bytesIn += length
    this.#readers.incoming(chunk, arrivedUs)
    if (this.#violation !== null) this.#aftermathBytes += length
    this.#turns.take(() => this.#limitBreach())
  }

  /** What was read may have broken a rule: from then on little is waited for. */
  #limitBreach(): void {
    if (this.#aftermathBytes > AFTERMATH_BYTES) this.#drop({ how: 'violation' })
    if (this.#isImpatient || this.#options.tolerant || !this.#readers.isBreaking()) return
    this.#isImpatient = true
    this.#patience.start(AFTERMATH_MS, this.#createExcuse(), () => this.#readers.giveUpFrame())
  }

  #onFrameIn(frame: CapturedFrame): void {
    this.#lastFrameIn = frame
    // A broken close frame is what the server said too; behind another violation only a sound one is believed.
    this.#closing.noteIn(frame, this.#violation === null || frame.facts.violation === null, this.#options.tolerant)
    this.#listener.onFrame(frame)
  }

  #onFrameOut(frame: CapturedFrame): void {
    this.#closing.noteOut(frame)
    this.#listener.onFrame(frame)
  }

  #onControl(opcode: number, payload: Uint8Array): void {
    if (opcode === OPCODE.pong) this.#keepAlive.onPong(payload)
    // A ping that is too long, as only a tolerant reader passes on, has no answer.
    const isAnswered = this.#options.automaticPong && !this.#isCloseAsked && payload.length <= MAX_CONTROL_BYTES
    if (opcode === OPCODE.ping && isAnswered) this.#outgoing.pong(payload)
    if (opcode !== OPCODE.close) return
    if (!this.#isCloseAsked) this.#sendClose(answerTo(this.#closing.received), '')
    // The server ends TCP first, so that the waiting after it (TIME_WAIT) is its own (section 7.1.1).
    this.#dropUnlessEnded('kept-open')
  }

  #onViolation(id: ViolationId): void {
    // A frame cut off by the end of TCP is nothing to answer.
    if (id === 'truncated') return
    this.#violation = id
    this.#patience.stop()
    this.#fail(violationFailure(id, this.#lastFrameIn, this.#options))
    if (!this.#isCloseAsked) this.#sendClose(VIOLATIONS[id].closeCode, '')
    const patienceMs = Math.min(AFTERMATH_MS, this.#options.closeTimeoutMs)
    this.#deadline.start(patienceMs, this.#createExcuse(), () => this.#drop({ how: 'violation' }))
  }

  #onRemoteEnd(): void {
    this.#closing.noteEnding({ how: 'fin' })
    this.#becomeClosing()
    this.#outgoing.shut()
    this.#socket.end()
    // A server that ended its half and does not read ours would keep the socket for ever.
    this.#dropUnlessEnded('kept-open')
  }

  #sendClose(code: number | null, reason: string): void {
    this.#isCloseAsked = true
    this.#outgoing.close(code, reason)
    this.#becomeClosing()
  }

  #becomeClosing(): void {
    if (this.#isClosing) return
    this.#isClosing = true
    this.#keepAlive.stop()
    this.#listener.onClosing()
  }

  #dropUnlessEnded(how: 'unanswered' | 'kept-open'): void {
    const afterMs = this.#options.closeTimeoutMs
    this.#deadline.start(afterMs, this.#createExcuse(), () => this.#drop({ how, afterMs }))
  }

  /** A wait is excused while we ourselves do not read, and while a backlog of ours is still leaving. */
  #createExcuse(): () => boolean {
    let before = this.bufferedBytes
    return () => {
      const isLeaving = before > BACKLOG_BYTES && this.bufferedBytes < before
      before = this.bufferedBytes
      return this.#intake.isHeld || isLeaving
    }
  }

  /** A pong cannot overtake the frame that is arriving, nor what of ours leaves before its ping. */
  #createPongExcuse(): () => boolean {
    const isExcused = this.#createExcuse()
    let before = this.#bytesIn
    return () => {
      const isArriving = this.#readers.isInsideFrame() && this.#bytesIn > before
      before = this.#bytesIn
      return isExcused() || isArriving
    }
  }

  #losePong(afterMs: number): void {
    this.#fail(keepAliveFailure(afterMs))
    this.#becomeClosing()
    this.#drop({ how: 'keep-alive', afterMs })
  }

  #drop(ending: TcpEnding): void {
    this.#closing.noteEnding(ending)
    this.#socket.destroy()
  }

  #fail(failure: Failure): void {
    if (this.#isFailed) return
    this.#isFailed = true
    this.#listener.onFailure(failure)
  }

  #finish(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#intake.stop()
    this.#outgoing.shut()
    this.#deadline.stop()
    this.#patience.stop()
    this.#keepAlive.stop()
    this.#readers.end()
    this.#becomeClosing()
    const { ending, hasBegun } = this.#closing
    if (!hasBegun && ending?.how !== 'asked') this.#fail(lostFailure(ending))
    this.#listener.onEnd(this.#closing.report(nowUs(), this.#outgoing.unsentBytes))
  }
}
