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
  /** Pairs of frames, one sent and one received, that the two saw in different order though more than 1 ms lay between. */
  readonly crossed: string[]
  /** Of each frame, sockscope's time minus tshark's, in microseconds; only if the frames agree. */
  readonly offsetsUs: readonly number[]
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
  const pairs = ['in', 'out'].flatMap((direction) => {
    const [mine, others] = [only(ours, direction), only(theirs, direction)]
    return mine.map((frame, index) => ({ place: ours.indexOf(frame), ours: frame, theirs: others[index] ?? frame }))
  })
  return {
    sockscope: lines(ours),
    tshark: lines(theirs),
    crossed: crossedPairs(pairs.sort((one, other) => one.place - other.place)),
    offsetsUs: pairs.map((pair) => pair.ours.timeUs - pair.theirs.timeUs),
  }
}

function crossedPairs(pairs: readonly { readonly ours: Timed; readonly theirs: Timed }[]): string[] {
  let latest = pairs[0]
  return pairs.flatMap((pair) => {
    const isCrossed = latest !== undefined && latest.theirs.timeUs - pair.theirs.timeUs > 1_000
    const crossing = isCrossed ? [`"${latest?.ours.line}" before "${pair.ours.line}"`] : []
    if (latest === undefined || pair.theirs.timeUs > latest.theirs.timeUs) latest = pair
    return crossing
  })
}
