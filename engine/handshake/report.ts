import { nowUs } from '#engine/clock.ts'
import type { HandshakeReport, HandshakeTimings } from '#shared/model/handshake.ts'

type Facts = Partial<Omit<HandshakeReport, 'hop' | 'timeUs' | 'timingsMs'>>
type Phases = Partial<Omit<HandshakeTimings, 'total'>>

/** A report that grows; every step is told whole. */
export interface GrowingReport {
  readonly current: () => HandshakeReport
  /** Adds what is known now and tells. `total` runs on until `stopClock`. */
  readonly add: (facts: Facts, phases?: Phases) => void
  /** What comes next is the start: what was before is not counted. */
  readonly startClock: () => void
  /** The head of the answer has ended, or the handshake has: what follows is not its time. @param atMs of performance.now(), when that was */
  readonly stopClock: (atMs?: number) => void
}

export function startReport(hop: number, url: string, tell: (report: HandshakeReport) => void): GrowingReport {
  let startedMs = performance.now()
  const elapsedMs = (): number => performance.now() - startedMs
  let isRunning = true
  let report: HandshakeReport = {
    hop,
    timeUs: nowUs(),
    url,
    peer: null,
    attempts: [],
    proxy: null,
    tls: null,
    request: null,
    response: null,
    unreadable: null,
    negotiated: null,
    accept: null,
    timingsMs: { dns: null, tcp: null, proxy: null, tls: null, request: null, total: 0 },
    checks: [],
    cookies: null,
    notes: [],
    failure: null,
  }
  return {
    current: () => report,
    add(facts, phases = {}) {
      const total = isRunning ? elapsedMs() : report.timingsMs.total
      report = { ...report, ...facts, timingsMs: { ...report.timingsMs, ...phases, total } }
      tell(report)
    },
    startClock() {
      startedMs = performance.now()
    },
    stopClock(atMs = performance.now()) {
      if (isRunning) report = { ...report, timingsMs: { ...report.timingsMs, total: atMs - startedMs } }
      isRunning = false
    },
  }
}
