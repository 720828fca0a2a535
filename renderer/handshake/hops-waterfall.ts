import type { HandshakeReport } from '#shared/model/handshake.ts'
import { type Phase, type PhaseBar, waterfallBars } from './waterfall.ts'

/** A hop on the scale of all: its phases one after the other, in percent of the whole. */
export interface HopBar {
  readonly report: HandshakeReport
  /** After the start of the first hop. */
  readonly startMs: number
  readonly start: number
  readonly width: number
  readonly phases: readonly (Pick<PhaseBar, 'start' | 'width'> & { readonly phase: Phase })[]
}

/** All hops on one scale, from the start of the first to the end of the last; between two a body may have been read. */
export function hopBars(hops: readonly HandshakeReport[]): { readonly bars: readonly HopBar[]; readonly totalMs: number } {
  const beganUs = hops[0]?.timeUs ?? 0
  const startOf = ({ timeUs }: HandshakeReport): number => Math.max(0, (timeUs - beganUs) / 1000)
  const totalMs = Math.max(0, ...hops.map((hop) => startOf(hop) + hop.timingsMs.total))
  const share = (ms: number): number => (totalMs === 0 ? 0 : (ms / totalMs) * 100)
  const bars = hops.map((report): HopBar => {
    const [start, width] = [share(startOf(report)), share(report.timingsMs.total)]
    const phases = waterfallBars(report.timingsMs, []).phases.map((bar) => ({
      phase: bar.phase,
      start: start + (bar.start * width) / 100,
      width: (bar.width * width) / 100,
    }))
    return { report, startMs: startOf(report), start, width, phases }
  })
  return { bars, totalMs }
}
