import type { Socket } from 'node:net'
import type { HandshakeCookies } from '#shared/model/cookie.ts'
import type { HandshakeNote, HandshakeReport, Negotiated } from '#shared/model/handshake.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import { epochUs } from '../clock.ts'
import type { CookieSource } from '../cookies/cookie-jar.ts'
import type { Scope } from './address-scope.ts'
import { readAnswerBody } from './answer-body.ts'
import { type AnswerHead, createHeadReader, type HeadReader } from './answer-head.ts'
import { authParams } from './auth.ts'
import { judgeAnswer } from './checks.ts'
import { type JarShare, jarOf, jarShareOf } from './cookie-header.ts'
import { dial } from './dial.ts'
import { brokenAnswerFailure } from './failures.ts'
import { valuesOf } from './headers.ts'
import { chooseProxy, type Environment, type ProxyAddress } from './proxy/choose-proxy.ts'
import { requireAddresses } from './reach.ts'
import { readFrom } from './read-from.ts'
import type { GrowingReport } from './report.ts'
import { type RequestHead, writeRequestHead } from './request-head.ts'
import { resolveTarget, type Target } from './target.ts'
import type { TimeLimit } from './time-limit.ts'
import { requireTlsOptions } from './tls-plan.ts'

export interface OpenedSocket {
  /** net.Socket or tls.TLSSocket, paused, no listeners of ours left on it. */
  readonly socket: Socket
  /** Bytes that came after the answer's head, in the same packets: the first frame bytes. */
  readonly leftover: Uint8Array
  /** When they arrived: microseconds since the Unix epoch. */
  readonly leftoverUs: number
  /** Of the last hop. */
  readonly report: HandshakeReport
  readonly negotiated: Negotiated
}

/** What one hop asks of whom. */
export interface HopPlan {
  readonly spec: ConnectionSpec
  readonly target: Target
  readonly head: RequestHead
  /** What is between, or null. */
  readonly proxy: ProxyAddress | null
  readonly notes: readonly HandshakeNote[]
  /** The jar that was asked, and is told of what the answer sets; null for none. */
  readonly jar: CookieSource | null
  readonly cookies: JarShare['cookies']
  /** No address nearer than this is connected to; null for what the person named. */
  readonly outermost: Scope | null
}

export interface PlanOptions {
  /** Proxies are read from there; the process's own if left out. */
  readonly environment?: Environment | undefined
  readonly notes?: readonly HandshakeNote[]
  readonly cookies?: CookieSource | null | undefined
  readonly outermost?: Scope | null
}

/** Throws AppError ('url.*', 'header.invalid', 'proxy.invalid' …) for what cannot be asked. */
export function planHop(spec: ConnectionSpec, userAgent: string, options: PlanOptions = {}): HopPlan {
  const { environment, notes = [], outermost = null } = options
  const target = resolveTarget({ url: spec.url, params: [...spec.params, ...authParams(spec.auth)] })
  requireAddresses(spec.addresses)
  if (target.secure) requireTlsOptions(spec.tls)
  const proxy = chooseProxy(spec.proxy, target, environment ?? process.env)
  const jar = jarOf(spec, options.cookies)
  const share = jar === null ? NOTHING : jarShareOf(jar, target.url, spec.headers)
  const head = writeRequestHead(spec, target, userAgent, share.cookies)
  return { spec, target, head, proxy, notes: [...notes, ...share.notes, ...overridesNote(head)], jar, cookies: share.cookies, outermost }
}

function overridesNote({ overrides }: RequestHead): HandshakeNote[] {
  if (overrides.length === 0) return []
  return [{ id: 'headers-overridden', text: `Written by the spec, in place of what the protocol asks for: ${overrides.join(', ')}.` }]
}

const NOTHING: JarShare = { cookies: [], notes: [] }

/** How a hop ended: with a WebSocket, or with an answer other than 101, its body read. */
export type Outcome = { readonly kind: 'open'; readonly opened: OpenedSocket } | { readonly kind: 'answered'; readonly answer: AnswerHead }

interface Run extends HopPlan {
  readonly report: GrowingReport
  readonly limit: TimeLimit
}

/** One hop: dials, asks, reads the answer and judges it. Throws AppError; no socket is left then. */
export async function performHop(plan: HopPlan, report: GrowingReport, limit: TimeLimit): Promise<Outcome> {
  const run: Run = { ...plan, report, limit }
  const socket = await dial(
    {
      target: plan.target,
      tls: plan.spec.tls,
      proxy: plan.proxy,
      userAgent: userAgentOf(plan),
      maxHeadBytes: plan.spec.options.maxHeadBytes,
    },
    {
      onReady: report.startClock,
      onStage: limit.enter,
      onProxy: (proxy, duration) => report.add({ proxy }, duration === null ? {} : { proxy: duration }),
      onAttempts: (attempts) => report.add({ attempts }),
      onLookedUp: (dns) => report.add({}, { dns }),
      onConnected: (peer, tcp) => report.add({ peer }, { tcp }),
      onSecured: (tls, duration) => report.add({ tls }, { tls: duration }),
    },
    { signal: limit.signal, outermost: plan.outermost, addresses: plan.spec.addresses, remainingMs: limit.remainingMs },
  )
  try {
    const outcome = await ask(run, socket)
    if (outcome.kind === 'answered') discard(socket)
    return outcome
  } catch (error) {
    discard(socket)
    throw error
  } finally {
    report.stopClock()
  }
}

const userAgentOf = ({ head }: HopPlan): string => valuesOf(head.request.headers, 'User-Agent')[0] ?? ''

function discard(socket: Socket): void {
  // What a destroyed socket still reports is known or of no interest; unheard it would end the process.
  socket.on('error', () => undefined)
  socket.destroy()
}

async function ask(run: Run, socket: Socket): Promise<Outcome> {
  const { report, head, limit, target } = run
  limit.enter('answer', target.place)
  const { answer, rest, arrivedMs } = await exchange(run, socket)
  report.stopClock(arrivedMs)
  const { checks, accept, negotiated, broken } = judgeAnswer(answer, head.offer, run.spec.options.tolerant)
  report.add({ response: { ...answer, body: null }, checks, accept, negotiated, cookies: takeCookies(run, answer) })
  if (broken !== null) throw broken
  if (negotiated !== null)
    return { kind: 'open', opened: { socket, leftover: rest, leftoverUs: epochUs(arrivedMs), report: report.current(), negotiated } }
  limit.enter('body', target.place)
  const body = await readAnswerBody(socket, { head: answer, first: rest }, limit.remainingMs(), limit.signal)
  report.add({ response: { ...answer, body } })
  return { kind: 'answered', answer }
}

/** Whatever the answer is: a refusal sets cookies like a 101 (RFC 6455 section 4.1, RFC 6265 section 3). */
function takeCookies({ jar, target, cookies }: Run, { headers }: AnswerHead): HandshakeCookies | null {
  if (jar === null) return null
  return { sent: cookies.map(({ name }) => name), offered: jar.take(target.url, valuesOf(headers, 'Set-Cookie')) }
}

/** Sends the request and reads the answer's head. What came of a head that never was one is kept in the report. */
async function exchange(run: Run, socket: Socket): Promise<{ answer: AnswerHead; rest: Uint8Array; arrivedMs: number }> {
  const { report, head, target, limit } = run
  limit.signal.throwIfAborted()
  const reader = createHeadReader(run.spec.options.maxHeadBytes)
  let firstByteMs: number | null = null
  let arrivedMs = 0
  let sentMs = 0
  const take = (chunk: Uint8Array): ReturnType<HeadReader['read']> => {
    arrivedMs = performance.now()
    firstByteMs ??= arrivedMs
    return reader.read(chunk)
  }
  const timed = (): { request: number | null } => ({ request: firstByteMs === null ? null : firstByteMs - sentMs })
  try {
    const answered = readFrom(socket, limit.signal, take, ({ error }) => {
      throw brokenAnswerFailure(error, target.place, reader.unread().length, report.current().tls)
    })
    socket.write(head.bytes)
    sentMs = performance.now()
    report.add({ request: head.request, cookies: run.jar && { sent: run.cookies.map(({ name }) => name), offered: [] } })
    const { head: answer, rest } = await answered
    report.add({}, timed())
    return { answer, rest, arrivedMs }
  } catch (error) {
    const unread = reader.unread()
    report.add({ unreadable: unread === '' ? null : unread }, timed())
    throw error
  }
}
