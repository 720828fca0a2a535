import type { CaptureReader } from './capture.ts'
import type { WorkerInput, WorkerOutput } from './worker-protocol.ts'

type Question = 'rows' | 'frame' | 'payload' | 'slice' | 'events' | 'total'
type Ask = <N extends Question>(name: N, input: Omit<WorkerInput<N>, 'capture'>) => Promise<WorkerOutput<N>>

/** The questions one can ask of a capture, each put to the worker by `ask`. */
export const captureReader = (ask: Ask): CaptureReader => ({
  rows: (first, count) => ask('rows', { first, count }),
  frame: (seq) => ask('frame', { seq }),
  payload: (seq, of, first, count) => ask('payload', { seq, of, first, count }),
  slice: (first, limits) => ask('slice', { first, limits }),
  events: () => ask('events', {}),
  total: () => ask('total', {}),
})
