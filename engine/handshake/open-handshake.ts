import type { Socket } from 'node:net'
import { AppError, failureOf } from '#shared/errors.ts'
import type { HandshakeReport, Negotiated } from '#shared/model/handshake.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import { readAnswerBody } from './answer-body.ts'
import { type AnswerHead, createHeadReader, type HeadReader } from './answer-head.ts'
import { judgeAnswer } from './checks.ts'
import { dial } from './dial.ts'
import { brokenAnswerFailure, type Stage, timeoutFailure } from './failures.ts'
import { readFrom } from './read-from.ts'
import { refusalOf } from './refusals.ts'
import { type GrowingReport, startReport } from './report.ts'
import { type RequestHead, writeRequestHead } from './request-head.ts'
import { resolveTarget, type Target, withoutCredentials } from './target.ts'

export interface OpenedSocket {
  /** net.Socket or tls.TLSSocket, paused, no listeners of ours left on it. */
  readonly socket: Socket
  /** Bytes that came after the answer's head, in the same packets: the first frame bytes. */
  readonly leftover: Uint8Array
  readonly report: HandshakeReport
  readonly negotiated: Negotiated
}

export interface HandshakeOptions {
  readonly signal: AbortSignal
  readonly onReport: (report: HandshakeReport) => void
  /** The value of the automatic `User-Agent` header, e.g. 'sockscope/0.1.0'. */
  readonly userAgent: string
}

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** One run: what is asked of whom, and how far it has come. */
interface Run {
  readonly spec: ConnectionSpec
  readonly target: Target
  readonly head: RequestHead
  readonly report: GrowingReport
  readonly signal: AbortSignal
  stage: Stage
}

/**
 * Dials, asks, reads the answer and judges it. Calls onReport with an ever fuller report, the last time
 * with the final one (failure set if it failed). Rejects with AppError (the report's failure has the same
 * code, message and hint). Aborting `signal` cancels: 'handshake.cancelled'. Leaves no socket or timer behind on failure.
 *
 * The spec's time limit covers the look-up up to the end of the answer's head; the body of an answer other than
 * 101 is waited for at most 3 s of what remains.
 *
 * @see RFC 6455 sections 4.1 and 4.2.2
 */
export async function openHandshake(spec: ConnectionSpec, options: HandshakeOptions): Promise<OpenedSocket> {
  const { target, head } = prepare(spec, options)
  const report = startReport(target.url, options.onReport)
  const stop = new AbortController()
  const run: Run = { spec, target, head, report, signal: stop.signal, stage: 'tcp' }
  const cancel = (): void => stop.abort(new AppError('handshake.cancelled', 'The connection attempt was cancelled.'))
  const limitMs = spec.options.handshakeTimeoutMs
  const onLimit = (): void => {
    // The body has a limit of its own, and a refusal is worth more than a time-out.
    if (run.stage !== 'body') stop.abort(timeoutFailure(run.stage, target.place, limitMs))
  }
  const timer = setTimeout(onLimit, Math.min(limitMs, LONGEST_TIMER_MS))
  options.signal.addEventListener('abort', cancel)
  if (options.signal.aborted) cancel()
  try {
    report.add({})
    return await perform(run)
  } catch (error) {
    const failure = asAppError(error)
    report.add({ failure: failureOf(failure) })
    throw failure
  } finally {
    clearTimeout(timer)
    options.signal.removeEventListener('abort', cancel)
  }
}

/** What can be said of a spec without a network: the same errors are thrown by `openHandshake`. Throws AppError. */
export function requireUsable(spec: ConnectionSpec): { readonly url: string } {
  const target = resolveTarget(spec)
  writeRequestHead(spec, target, '')
  return { url: target.url }
}

function prepare(spec: ConnectionSpec, options: HandshakeOptions): { target: Target; head: RequestHead } {
  try {
    const target = resolveTarget(spec)
    return { target, head: writeRequestHead(spec, target, options.userAgent) }
  } catch (error) {
    const failure = asAppError(error)
    startReport(withoutCredentials(spec.url), options.onReport).add({ failure: failureOf(failure) })
    throw failure
  }
}

async function perform(run: Run): Promise<OpenedSocket> {
  const { report, spec, target, signal } = run
  const socket = await dial(
    target,
    spec.tls,
    {
      onReady: report.startClock,
      onStage: (stage) => {
        run.stage = stage
      },
      onLookedUp: (dns) => report.add({}, { dns }),
      onConnected: (peer, tcp) => report.add({ peer }, { tcp }),
      onSecured: (tls, duration) => report.add({ tls }, { tls: duration }),
    },
    signal,
  )
  try {
    return await ask(run, socket)
  } catch (error) {
    // What a destroyed socket still reports is known or of no interest; unheard it would end the process.
    socket.on('error', () => undefined)
    socket.destroy()
    throw error
  } finally {
    report.stopClock()
  }
}

async function ask(run: Run, socket: Socket): Promise<OpenedSocket> {
  const { report, head } = run
  run.stage = 'answer'
  const { answer, rest } = await exchange(run, socket)
  report.stopClock()
  const { checks, accept, negotiated, broken } = judgeAnswer(answer, head.offer)
  report.add({ response: { ...answer, body: null }, checks, accept, negotiated })
  if (broken !== null) throw broken
  if (negotiated !== null) return { socket, leftover: rest, report: report.current(), negotiated }
  run.stage = 'body'
  const remainingMs = run.spec.options.handshakeTimeoutMs - report.elapsedMs()
  const body = await readAnswerBody(socket, { head: answer, first: rest }, remainingMs, run.signal)
  report.add({ response: { ...answer, body } })
  throw refusalOf(answer)
}

/** Sends the request and reads the answer's head. What came of a head that never was one is kept in the report. */
async function exchange(run: Run, socket: Socket): Promise<{ answer: AnswerHead; rest: Uint8Array }> {
  const { report, head, target } = run
  run.signal.throwIfAborted()
  const reader = createHeadReader()
  let firstByteMs: number | null = null
  let sentMs = 0
  const take = (chunk: Uint8Array): ReturnType<HeadReader['read']> => {
    firstByteMs ??= performance.now()
    return reader.read(chunk)
  }
  const timed = (): { request: number | null } => ({ request: firstByteMs === null ? null : firstByteMs - sentMs })
  try {
    const answered = readFrom(socket, run.signal, take, ({ error }) => {
      throw brokenAnswerFailure(error, target.place, reader.unread().length)
    })
    socket.write(head.bytes)
    sentMs = performance.now()
    report.add({ request: head.request })
    const { head: answer, rest } = await answered
    report.add({}, timed())
    return { answer, rest }
  } catch (error) {
    const unread = reader.unread()
    report.add({ unreadable: unread === '' ? null : unread }, timed())
    throw error
  }
}

const asAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  const { code, message, hint } = failureOf(error)
  return new AppError(code, message, { hint, cause: error })
}
