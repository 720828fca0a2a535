import type { FrameRecord } from '#shared/model/records.ts'
import type { DissectedFrame } from './tshark.ts'

/** What must agree, of one frame, as a line that a person can compare. */
function ofRecord(frame: FrameRecord): string {
  const rsv = (frame.rsv1 ? 4 : 0) + (frame.rsv2 ? 2 : 0) + (frame.rsv3 ? 1 : 0)
  return `${frame.direction} fin=${frame.fin} rsv=${rsv} opcode=${frame.opcode} mask=${frame.maskKey} length=${frame.payloadLength}`
}

function ofDissected(frame: DissectedFrame, serverPort: number): string {
  const direction = frame.to === serverPort ? 'out' : 'in'
  return `${direction} fin=${frame.fin} rsv=${frame.rsv} opcode=${frame.opcode} mask=${frame.maskKey} length=${frame.payloadLength}`
}

interface Timed {
  readonly line: string
  readonly timeUs: number
}

export interface Comparison {
  readonly sockscope: Record<'in' | 'out', string[]>
  readonly tshark: Record<'in' | 'out', string[]>
  /** What was received, then what was sent; only meaningful if the frames agree. */
  readonly timings: readonly Timing[]
}

export interface Timing {
  /** sockscope's time minus tshark's, in microseconds. */
  readonly offsetUs: number
  /** Since the first frame that tshark saw, in microseconds. */
  readonly sinceStartUs: number
}

/** Frames on a TCP connection have one order in each direction; between the directions it is a matter of where one stands. */
export function compare(records: readonly FrameRecord[], dissected: readonly DissectedFrame[], serverPort: number): Comparison {
  const ours = records.map((frame): Timed => ({ line: ofRecord(frame), timeUs: frame.timeUs }))
  const theirs = dissected.map((frame): Timed => ({ line: ofDissected(frame, serverPort), timeUs: frame.timeUs }))
  const only = (frames: readonly Timed[], direction: string): Timed[] => frames.filter(({ line }) => line.startsWith(`${direction} `))
  const lines = (frames: readonly Timed[]) => ({
    in: only(frames, 'in').map(({ line }) => line),
    out: only(frames, 'out').map(({ line }) => line),
  })
  const startUs = Math.min(...theirs.map(({ timeUs }) => timeUs))
  const timings = ['in', 'out'].flatMap((direction) => {
    const others = only(theirs, direction)
    return only(ours, direction).map(({ timeUs }, index): Timing => {
      const theirUs = others[index]?.timeUs ?? Number.NaN
      return { offsetUs: timeUs - theirUs, sinceStartUs: theirUs - startUs }
    })
  })
  return { sockscope: lines(ours), tshark: lines(theirs), timings }
}
