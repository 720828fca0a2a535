import type { Socket } from 'node:net'
import type { Failure } from '#shared/errors.ts'
import { isSendableCloseCode } from '#shared/model/close-codes.ts'
import type { CloseReport, OutgoingMessage } from '#shared/model/connection.ts'
import { OPCODE, VIOLATIONS, type ViolationId } from '#shared/model/frame.ts'
import type { ConnectionOptions } from '#shared/model/spec.ts'
import { nowUs } from '../clock.ts'
import type { OpenedSocket } from '../handshake/open-handshake.ts'
import type { CapturedFrame, CapturedMessage } from '../tap/captured.ts'
import type { FrameRun } from '../tap/frame-run.ts'
import { type CloseFrame, closeReport, type TcpEnding } from './closing.ts'
import { Deadline } from './deadline.ts'
import { endingOf, lostFailure, violationFailure } from './failures.ts'
import { Intake } from './intake.ts'
import { Outgoing } from './outgoing.ts'
import { readCloseFrame } from './read-close-frame.ts'
import { createReaders, type Readers } from './readers.ts'
import { Turns } from './turns.ts'

/** After a violation the server may still say this much, for this long, and it is shown. */
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
  readonly #closeTimeoutMs: number
  readonly #listener: ConversationListener
  readonly #readers: Readers
  readonly #outgoing: Outgoing
  readonly #intake: Intake
  readonly #turns = new Turns()
  readonly #deadline = new Deadline()
  /** The close frames, once they crossed. */
  #sent: CloseFrame | null = null
  #received: CloseFrame | null = null
  #initiator: CloseReport['initiator'] = 'none'
  #ending: TcpEnding | null = null
  #violation: ViolationId | null = null
  #aftermathBytes = 0
  #lastSeqIn = 0
  #isCloseAsked = false
  #isClosing = false
  #isFailed = false
  #isEnded = false

  constructor(opened: OpenedSocket, options: ConnectionOptions, listener: ConversationListener) {
    const { socket, negotiated } = opened
    this.#socket = socket
    this.#opened = opened
    this.#closeTimeoutMs = options.closeTimeoutMs
    this.#listener = listener
    this.#readers = createReaders({
      deflate: negotiated.deflate,
      maxMessageBytes: options.maxMessageBytes,
      onIncoming: {
        onRun: listener.onRun && ((run) => this.#onRunIn(run)),
        onFrame: (frame) => this.#onFrameIn(frame),
        onMessage: (message) => listener.onMessage(message),
        onControl: (opcode, payload) => this.#onControl(opcode, payload),
        onViolation: (id) => this.#onViolation(id),
      },
      onOutgoing: {
        onFrame: (frame) => this.#onFrameOut(frame),
        onMessage: (message) => listener.onMessage(message),
        onControl: () => undefined,
        onViolation: () => undefined,
      },
      turns: this.#turns,
    })
    this.#outgoing = new Outgoing({
      socket,
      deflate: negotiated.deflate,
      onWritten: (chunk) => this.#readers.outgoing(chunk),
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
    this.#socket.on('error', (error) => this.#note(endingOf(error)))
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
    this.#drop({ kind: 'terminated' })
  }

  /** Back-pressure: while held nothing more is read, and nothing is lost. */
  hold(isHeld: boolean): void {
    this.#intake.hold(isHeld)
  }

  #onBytes(chunk: Uint8Array, arrivedUs?: number): void {
    // What was read may be empty afterwards (freeMemory).
    const { length } = chunk
    this.#readers.incoming(chunk, arrivedUs)
    if (this.#violation === null) return
    this.#aftermathBytes += length
    if (this.#aftermathBytes > AFTERMATH_BYTES) this.#drop({ kind: 'failed' })
  }

  /** No close frame is in a run, and none came before. */
  #onRunIn(run: FrameRun): void {
    this.#lastSeqIn = run.firstSeq + run.count - 1
    this.#listener.onRun?.(run)
  }

  #onFrameIn(frame: CapturedFrame): void {
    this.#lastSeqIn = frame.facts.seq
    // A broken close frame is what the server said too; behind another violation only a sound one is believed.
    if (this.#received === null && (this.#violation === null || frame.facts.violation === null)) {
      this.#received = readCloseFrame(frame)
      if (this.#received && this.#initiator === 'none') this.#initiator = 'remote'
    }
    this.#listener.onFrame(frame)
  }

  #onFrameOut(frame: CapturedFrame): void {
    this.#sent ??= readCloseFrame(frame)
    if (this.#sent && this.#initiator === 'none') this.#initiator = 'local'
    this.#listener.onFrame(frame)
  }

  #onControl(opcode: number, payload: Uint8Array): void {
    if (opcode === OPCODE.ping && !this.#isCloseAsked) this.#outgoing.pong(payload)
    if (opcode !== OPCODE.close) return
    if (!this.#isCloseAsked) this.#sendClose(answerTo(this.#received), '')
    // The server ends TCP first, so that the waiting after it (TIME_WAIT) is its own (section 7.1.1).
    this.#dropUnlessEnded('kept-open')
  }

  #onViolation(id: ViolationId): void {
    // A frame cut off by the end of TCP is nothing to answer.
    if (id === 'truncated') return
    this.#violation = id
    this.#fail(violationFailure(id, this.#lastSeqIn))
    if (!this.#isCloseAsked) this.#sendClose(VIOLATIONS[id].closeCode, '')
    const patienceMs = Math.min(AFTERMATH_MS, this.#closeTimeoutMs)
    this.#deadline.start(patienceMs, this.#createExcuse(), () => this.#drop({ kind: 'failed' }))
  }

  #onRemoteEnd(): void {
    this.#note({ kind: 'remote-end' })
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
    this.#listener.onClosing()
  }

  #dropUnlessEnded(kind: 'unanswered' | 'kept-open'): void {
    const afterMs = this.#closeTimeoutMs
    this.#deadline.start(afterMs, this.#createExcuse(), () => this.#drop({ kind, afterMs }))
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

  #drop(ending: TcpEnding): void {
    this.#note(ending)
    this.#socket.destroy()
  }

  /** The first cause counts. */
  #note(ending: TcpEnding): void {
    this.#ending ??= ending
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
    this.#readers.end()
    this.#becomeClosing()
    const ending = this.#ending ?? { kind: 'error', text: 'the socket was closed' }
    if (this.#initiator === 'none' && ending.kind !== 'terminated') this.#fail(lostFailure(ending))
    const facts = { sent: this.#sent, received: this.#received, initiator: this.#initiator, ending }
    this.#listener.onEnd(closeReport(facts, nowUs()))
  }
}

/** The answer to a close frame says the same code (section 5.5.1), unless that code must not be said. */
function answerTo(received: CloseFrame | null): number | null {
  const code = received?.code ?? null
  return code === null || isSendableCloseCode(code) ? code : VIOLATIONS['close-code'].closeCode
}
