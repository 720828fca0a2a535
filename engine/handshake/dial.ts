import type { Socket } from 'node:net'
import { AppError } from '#shared/errors.ts'
import type { ProxyFacts, TlsFacts } from '#shared/model/handshake.ts'
import { DEFAULT_SPEC, type TlsOptions } from '#shared/model/spec.ts'
import type { Stage } from './failures.ts'
import { askProxy, requireOutwardByName } from './proxy/ask-proxy.ts'
import type { ProxyAddress } from './proxy/choose-proxy.ts'
import { proxyTlsFailed, proxyUnreachable } from './proxy/proxy-failures.ts'
import { type ReachLimits, type ReachListener, reach } from './reach.ts'
import { secureSocket } from './secure.ts'
import type { Place, Target, TcpPlace } from './target.ts'
import { planTls, type TlsPlan } from './tls-plan.ts'

/** Hears of each step when it is done; durations in milliseconds. */
export interface DialListener extends ReachListener {
  /** What this machine has to prepare is done; from here on it is the network's time. */
  readonly onReady: () => void
  readonly onStage: (stage: Stage, place: Place) => void
  readonly onProxy: (facts: ProxyFacts, durationMs: number | null) => void
  readonly onSecured: (facts: TlsFacts, durationMs: number) => void
}

export interface DialPlan {
  readonly target: Target
  readonly tls: TlsOptions
  readonly proxy: ProxyAddress | null
  /** Of the request to an HTTP proxy; '' for none. */
  readonly userAgent: string
  /** Of the head of a proxy's answer. */
  readonly maxHeadBytes: number
}

export interface DialLimits extends ReachLimits {
  readonly remainingMs: () => number
}

/**
 * Makes the connection: name look-up, TCP (or a Unix socket), the proxy's consent, TLS, each timed on its own.
 *
 * @returns a connected socket without listeners of ours
 * @throws AppError 'redirect.inward', 'dns.*', 'tcp.*', 'unix.not-found', 'proxy.*' or 'tls.*', or the reason of
 *   `limits.signal`; no socket is left then
 */
export async function dial(plan: DialPlan, listener: DialListener, limits: DialLimits): Promise<Socket> {
  const { target, tls, proxy } = plan
  const { place } = target
  // Before anything is timed: reading certificates is not the server's time.
  const tlsPlan = target.secure && place.kind === 'tcp' ? await planTls(tls, place.host) : null
  const proxyTls = proxy?.kind === 'https' ? await planTls(forProxy(tls), proxy.place.host) : null
  listener.onReady()
  const plain =
    proxy === null || place.kind === 'unix'
      ? await reachDirectly(place, listener, limits)
      : await reachByProxy({ ...plan, proxy, place, proxyTls }, listener, limits)
  if (tlsPlan === null) return plain
  listener.onStage('tls', place)
  const startedMs = performance.now()
  return secured(plain, tlsPlan, limits.signal, (facts) => listener.onSecured(facts, performance.now() - startedMs))
}

/** What vouches for the server's certificate may vouch for the proxy's; who we are is the server's business. */
const forProxy = ({ verify, caFiles }: TlsOptions): TlsOptions => ({ ...DEFAULT_SPEC.tls, verify, caFiles })

function reachDirectly(place: Place, listener: DialListener, limits: DialLimits): Promise<Socket> {
  const onStage = (stage: 'dns' | 'tcp'): void => listener.onStage(stage, place)
  return reach(place, { ...listener, onStage }, limits)
}

interface ProxyDial extends DialPlan {
  readonly proxy: ProxyAddress
  readonly place: TcpPlace
  readonly proxyTls: TlsPlan | null
}

async function reachByProxy(dialed: ProxyDial, listener: DialListener, limits: DialLimits): Promise<Socket> {
  const { proxy, place, proxyTls } = dialed
  requireOutwardByName(place, limits.outermost)
  let facts: ProxyFacts = {
    url: proxy.url,
    kind: proxy.kind,
    source: proxy.source,
    tls: null,
    request: null,
    response: null,
    socksAnswer: null,
  }
  const add = (more: Partial<ProxyFacts>, durationMs: number | null = null): void => {
    facts = { ...facts, ...more }
    listener.onProxy(facts, durationMs)
  }
  add({})
  const toProxy = { ...listener, onStage: () => listener.onStage('to-proxy', proxy.place) }
  // The person chose the proxy: it may be anywhere.
  const as = (told: (error: AppError) => AppError) => (error: unknown) => {
    throw limits.signal.aborted || !(error instanceof AppError) ? error : told(error)
  }
  const plain = await reach(proxy.place, toProxy, { ...limits, outermost: null }).catch(as(proxyUnreachable))
  const startedMs = performance.now()
  if (proxyTls !== null) listener.onStage('proxy-tls', proxy.place)
  const socket = proxyTls === null ? plain : await secured(plain, proxyTls, limits.signal, (tls) => add({ tls })).catch(as(proxyTlsFailed))
  listener.onStage('proxy', proxy.place)
  try {
    await askProxy(
      socket,
      { proxy, place, userAgent: dialed.userAgent, maxHeadBytes: dialed.maxHeadBytes, remainingMs: limits.remainingMs, add },
      limits.signal,
    )
    return socket
  } catch (error) {
    // What a destroyed socket still reports is known; unheard it would end the process.
    socket.on('error', () => undefined)
    socket.destroy()
    throw error
  } finally {
    add({}, performance.now() - startedMs)
  }
}

async function secured(plain: Socket, plan: TlsPlan, signal: AbortSignal, onSecured: (facts: TlsFacts) => void): Promise<Socket> {
  const { socket, facts, refusal } = await secureSocket(plain, plan, signal)
  onSecured(facts)
  if (refusal === null || !plan.verify) return socket
  socket.destroy()
  throw refusal
}
