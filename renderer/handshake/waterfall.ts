import type { ConnectAttempt, HandshakeTimings } from '#shared/model/handshake.ts'

export const PHASES = ['dns', 'tcp', 'proxy', 'tls', 'request'] as const
export type Phase = (typeof PHASES)[number]

/** A place on the scale of the whole, in percent of it. */
interface Place {
  readonly start: number
  readonly width: number
}

export interface PhaseBar extends Place {
  readonly phase: Phase
  readonly ms: number
}

export interface AttemptBar extends Place {
  readonly attempt: ConnectAttempt
}

export interface WaterfallBars {
  /** The phases that took place, one after the other as they do; what lies between them is not measured and stands nowhere. */
  readonly phases: readonly PhaseBar[]
  /** TCP attempts from where TCP begins; they may overlap. One that still runs reaches to the end of the scale. */
  readonly attempts: readonly AttemptBar[]
}

export function waterfallBars(timings: HandshakeTimings, attempts: readonly ConnectAttempt[]): WaterfallBars {
  const measured = PHASES.map((phase) => ({ phase, ms: timings[phase] })).filter(
    (timing): timing is { phase: Phase; ms: number } => timing.ms !== null,
  )
  const sum = measured.reduce((before, { ms }) => before + ms, 0)
  const begun = timings.dns ?? 0
  const ends = attempts.map(({ startMs, durationMs }) => begun + startMs + (durationMs ?? 0))
  const scale = Math.max(timings.total, sum, ...ends)
  let at = 0
  const phases = measured.map(({ phase, ms }) => {
    const start = at
    at += ms
    return { phase, ms, start: share(start, scale), width: share(ms, scale) }
  })
  const placed = attempts.map((attempt) => {
    const start = begun + attempt.startMs
    return { attempt, start: share(start, scale), width: share(attempt.durationMs ?? scale - start, scale) }
  })
  return { phases, attempts: placed }
}

const share = (ms: number, scale: number): number => (scale === 0 ? 0 : (ms / scale) * 100)
