import type { HandshakeTimings } from '#shared/model/handshake.ts'

export const PHASES = ['dns', 'tcp', 'proxy', 'tls', 'request'] as const
export type Phase = (typeof PHASES)[number]

/** A phase on the scale of the whole. */
export interface PhaseBar {
  readonly phase: Phase
  readonly ms: number
  /** In percent of the scale. */
  readonly start: number
  readonly width: number
}

/** The phases that took place, one after the other as they do; what lies between them is not measured and stands nowhere. */
export function phaseBars(timings: HandshakeTimings): readonly PhaseBar[] {
  const measured = PHASES.map((phase) => ({ phase, ms: timings[phase] })).filter(
    (timing): timing is { phase: Phase; ms: number } => timing.ms !== null,
  )
  const sum = measured.reduce((before, { ms }) => before + ms, 0)
  const scale = Math.max(timings.total, sum)
  let at = 0
  return measured.map(({ phase, ms }) => {
    const start = at
    at += ms
    return { phase, ms, start: share(start, scale), width: share(ms, scale) }
  })
}

const share = (ms: number, scale: number): number => (scale === 0 ? 0 : (ms / scale) * 100)
