import { AppError, failureOf } from '#shared/errors.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import type { CookieSource } from '../cookies/cookie-jar.ts'
import { type Scope, scopeOf } from './address-scope.ts'
import { type HopPlan, type OpenedSocket, performHop, planHop } from './hop.ts'
import type { Environment } from './proxy/choose-proxy.ts'
import { quote } from './quote.ts'
import { type AskedHop, cookieText, followRedirect } from './redirects.ts'
import { type GrowingReport, startReport } from './report.ts'
import { withoutCredentials } from './target.ts'
import { startTimeLimit, type TimeLimit } from './time-limit.ts'

export type { OpenedSocket } from './hop.ts'

export interface HandshakeOptions {
  readonly signal: AbortSignal
  readonly onReport: (report: HandshakeReport) => void
  /** The value of the automatic `User-Agent` header, e.g. 'sockscope/0.1.0'. */
  readonly userAgent: string
  /** Where the system's proxies are named; the process's own environment if left out. */
  readonly environment?: Environment
  /** The jar that is asked for cookies and takes those of the answers, if the spec has it so; none if left out. */
  readonly cookies?: CookieSource | null | undefined
}

/**
 * Dials, asks, reads the answer and judges it; follows redirects as far as the spec allows, each a hop with a report of its
 * own. Calls onReport with an ever fuller report of the hop, the last time with the final one (failure set if it failed).
 * Rejects with AppError (the last report's failure has the same code, message and hint). Aborting `signal` cancels:
 * 'handshake.cancelled'. Leaves no socket or timer behind on failure.
 *
 * The spec's time limit covers all hops, from the first look-up up to the end of the last answer's head; the body of an
 * answer other than 101 is waited for at most 3 s of what remains.
 *
 * @see RFC 6455 sections 4.1 and 4.2.2
 */
export async function openHandshake(spec: ConnectionSpec, options: HandshakeOptions): Promise<OpenedSocket> {
  const plan = firstPlan(spec, options)
  const limit = startTimeLimit(spec.options.handshakeTimeoutMs, plan.target.place, options.signal)
  try {
    return await followHops(plan, options, limit)
  } finally {
    limit.end()
  }
}

/** What can be said of a spec without a network: the same errors are thrown by `openHandshake`. Throws AppError. */
export function requireUsable(spec: ConnectionSpec): { readonly url: string } {
  return { url: planHop(spec, '').target.url }
}

function firstPlan(spec: ConnectionSpec, { userAgent, onReport, environment, cookies }: HandshakeOptions): HopPlan {
  try {
    return planHop(spec, userAgent, { environment, cookies })
  } catch (error) {
    const failure = asAppError(error)
    startReport(0, withoutCredentials(spec.url), onReport).add({ failure: failureOf(failure) })
    throw failure
  }
}

async function followHops(first: HopPlan, options: HandshakeOptions, limit: TimeLimit): Promise<OpenedSocket> {
  const asked: AskedHop[] = []
  for (let plan = first; ; ) {
    const report = startReport(asked.length, plan.target.url, options.onReport)
    asked.push({ url: plan.target.url, cookies: cookieText(plan.cookies) })
    try {
      report.add({ notes: plan.notes })
      const outcome = await performHop(plan, report, limit)
      if (outcome.kind === 'open') return outcome.opened
      const next = followRedirect(outcome.answer, plan, asked)
      limit.requireTime()
      plan = planHop(next.spec, options.userAgent, {
        environment: options.environment,
        cookies: options.cookies,
        notes: next.notes,
        outermost: outermostAfter(report, plan),
      })
      const note = { id: 'redirect-followed', text: `The redirect to ${quote(plan.target.url)} was followed.` } as const
      report.add({ notes: [...report.current().notes, note] })
    } catch (error) {
      const failure = asAppError(error)
      report.add({ failure: failureOf(failure) })
      throw failure
    }
  }
}

/** A server may lead further out, never further in than where it is itself. */
function outermostAfter(report: GrowingReport, { outermost, target: { place }, proxy }: HopPlan): Scope | null {
  if (place.kind === 'unix') return null
  // Where a name led that a proxy looked up is not known.
  if (proxy !== null) return place.isAddress ? scopeOf(place.host) : 'world'
  const { peer } = report.current()
  return peer === null ? outermost : scopeOf(peer.address)
}

const asAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  const { code, message, hint } = failureOf(error)
  return new AppError(code, message, { hint, cause: error })
}
