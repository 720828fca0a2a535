import { MessageChannel, type Transferable } from 'node:worker_threads'
import type { CaptureReader } from './capture.ts'
import type { WorkerInput, WorkerOutput } from './worker-protocol.ts'

type Question =
  | 'rows'
  | 'rowsOf'
  | 'frame'
  | 'payload'
  | 'slice'
  | 'events'
  | 'sum'
  | 'seqAt'
  | 'messageBeside'
  | 'notes'
  | 'annotate'
  | 'total'
  | 'tally'
  | 'share'
type Ask = <N extends Question>(
  name: N,
  input: Omit<WorkerInput<N>, 'capture'>,
  transfer?: readonly Transferable[],
) => Promise<WorkerOutput<N>>

/** The questions one can ask of a capture, each put to the worker by `ask`. */
export const captureReader = (ask: Ask): CaptureReader => ({
  rows: (first, count) => ask('rows', { first, count }),
  rowsOf: (seqs) => ask('rowsOf', { seqs }),
  frame: (seq) => ask('frame', { seq }),
  payload: (seq, of, first, count) => ask('payload', { seq, of, first, count }),
  slice: (first, limits) => ask('slice', { first, limits }),
  events: () => ask('events', {}),
  sum: (ranges) => ask('sum', { ranges }),
  seqAt: (timeUs) => ask('seqAt', { timeUs }),
  messageBeside: (seq, direction) => ask('messageBeside', { seq, direction }),
  notes: () => ask('notes', {}),
  annotate: (note) => ask('annotate', { note }),
  total: () => ask('total', {}),
  tally: () => ask('tally', {}),
  share: async () => {
    const { port1: port, port2: workersPort } = new MessageChannel()
    const signal = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
    const { segmentPath } = await ask('share', { port: workersPort, signal }, [workersPort])
    return { port, signal, segmentPath }
  },
})
