import { describe, expect, it } from 'vitest'
import { hopBars } from '#renderer/handshake/hops-waterfall.ts'
import type { HandshakeReport, HandshakeTimings } from '#shared/model/handshake.ts'

const TIMINGS: HandshakeTimings = { dns: null, tcp: null, proxy: null, tls: null, request: null, total: 0 }

// Of a report only the times matter here.
const hop = (timeUs: number, timings: Partial<HandshakeTimings>): HandshakeReport =>
  ({ timeUs, timingsMs: { ...TIMINGS, ...timings } }) as HandshakeReport

describe('all hops on one scale', () => {
  it('stand where they began, each with its phases within it', () => {
    const { bars, totalMs } = hopBars([
      hop(1_000_000, { tcp: 10, request: 30, total: 40 }),
      hop(1_060_000, { tcp: 20, request: 20, total: 40 }),
    ])
    expect(totalMs).toBe(100)
    expect(bars).toMatchObject([
      {
        startMs: 0,
        start: 0,
        width: 40,
        phases: [
          { phase: 'tcp', start: 0, width: 10 },
          { phase: 'request', start: 10, width: 30 },
        ],
      },
      {
        startMs: 60,
        start: 60,
        width: 40,
        phases: [
          { phase: 'tcp', start: 60, width: 20 },
          { phase: 'request', start: 80, width: 20 },
        ],
      },
    ])
  })

  it('have no width while nothing was measured', () => {
    expect(hopBars([hop(5, {})])).toMatchObject({ totalMs: 0, bars: [{ start: 0, width: 0, phases: [] }] })
    expect(hopBars([])).toEqual({ totalMs: 0, bars: [] })
  })
})
