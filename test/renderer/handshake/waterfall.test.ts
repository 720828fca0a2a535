import { describe, expect, it } from 'vitest'
import { hexDump } from '#renderer/handshake/hex-dump.ts'
import { waterfallBars } from '#renderer/handshake/waterfall.ts'
import type { ConnectAttempt, HandshakeTimings } from '#shared/model/handshake.ts'

const NONE = { dns: null, tcp: null, proxy: null, tls: null, request: null, total: 0 }
const phaseBars = (timings: HandshakeTimings) => waterfallBars(timings, []).phases
const attempt = (startMs: number, durationMs: number | null): ConnectAttempt => ({
  address: '::1',
  port: 80,
  startMs,
  durationMs,
  outcome: durationMs === null ? 'trying' : 'failed',
  error: null,
})

describe('the waterfall of a handshake', () => {
  it('puts the phases one behind the other on the scale of the whole', () => {
    expect(phaseBars({ ...NONE, dns: 1, tcp: 1, request: 6, total: 10 })).toEqual([
      { phase: 'dns', ms: 1, start: 0, width: 10 },
      { phase: 'tcp', ms: 1, start: 10, width: 10 },
      { phase: 'request', ms: 6, start: 20, width: 60 },
    ])
  })

  it('leaves out what did not take place, and never leaves its scale', () => {
    expect(phaseBars(NONE)).toEqual([])
    expect(phaseBars({ ...NONE, dns: 0 })).toEqual([{ phase: 'dns', ms: 0, start: 0, width: 0 }])
    const bars = phaseBars({ ...NONE, tcp: 8, request: 8, total: 10 })
    expect((bars.at(-1)?.start ?? 0) + (bars.at(-1)?.width ?? 0)).toBeLessThanOrEqual(100)
  })
})

describe('attempts to connect in the waterfall', () => {
  it('begin where TCP begins, and may overlap', () => {
    const { attempts } = waterfallBars({ ...NONE, dns: 2, tcp: 4, total: 10 }, [attempt(0, 4), attempt(2.5, 1)])
    expect(attempts).toMatchObject([
      { start: 20, width: 40 },
      { start: 45, width: 10 },
    ])
  })

  it('reach to the end of the scale while they run, and stretch it where they took longer than all that was measured', () => {
    expect(waterfallBars({ ...NONE, total: 10 }, [attempt(5, null)]).attempts).toMatchObject([{ start: 50, width: 50 }])
    expect(waterfallBars({ ...NONE, total: 1 }, [attempt(0, 2), attempt(2, 2)]).attempts).toMatchObject([
      { start: 0, width: 50 },
      { start: 50, width: 50 },
    ])
  })
})

describe('a binary body', () => {
  it('is dumped sixteen bytes a line, up to a limit', () => {
    const dump = hexDump(
      Uint8Array.from({ length: 20 }, (_, index) => index + 60),
      18,
    ).split('\n')
    expect(dump).toEqual([
      '000000  3c 3d 3e 3f 40 41 42 43 44 45 46 47 48 49 4a 4b  <=>?@ABCDEFGHIJK',
      `000010  ${'4c 4d'.padEnd(47)}  LM`,
      '…',
    ])
  })
})
