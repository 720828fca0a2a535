import { parentPort } from 'node:worker_threads'
import { AppError, failureOf } from '#shared/errors.ts'
import { readEvents, readFrame, readPayload, readRows, readRowsOf } from './capture-pages.ts'
import { readSlice } from './capture-slice.ts'
import type { CaptureStore } from './capture-store.ts'
import { sumFrames } from './frame-sums.ts'
import { historyCalls } from './history/history-calls.ts'
import { createLiveStore } from './live-store.ts'
import { readNotes } from './notes.ts'
import { packCapture } from './pack.ts'
import { openSavedStore } from './saved-store.ts'
import { messageBeside, seqAtTime } from './seek.ts'
import { Sharing } from './sharing.ts'
import { orUnreadable } from './unreadable.ts'
import type { WorkerAnswer, WorkerCalls, WorkerRequest, WrittenBuffers } from './worker-protocol.ts'

/** All disk work of all captures, on a thread of its own. Requests are taken in the order they were posted. */

/** A capture that could not be made stands here as the reason: whoever reads it is told. */
const stores = new Map<number, CaptureStore | AppError>()
const sharing = new Sharing()
const closed = () => new AppError('capture.unknown', 'This capture was removed or closed.')

function storeOf(capture: number): CaptureStore {
  const store = stores.get(capture)
  if (store instanceof AppError) throw store
  if (store === undefined) throw closed()
  return store
}

const calls: WorkerCalls = {
  ...historyCalls,
  create: ({ capture, ...options }) => {
    try {
      stores.set(capture, createLiveStore(options))
    } catch (error) {
      const failure = error instanceof AppError ? error : new AppError('internal', String(error))
      stores.set(capture, failure)
      throw failure
    }
  },
  open: ({ capture, path }) => {
    stores.set(capture, openSavedStore(path))
  },
  append: ({ capture, batch }) => {
    const store = stores.get(capture)
    // Batches on their way when a capture failed or was removed have nowhere to go.
    if (store !== undefined && !(store instanceof AppError)) store.append(batch)
    sharing.grown(capture)
    return { wire: batch.wire.buffer, data: batch.data.buffer }
  },
  rows: ({ capture, first, count }) => orUnreadable(() => readRows(storeOf(capture).content, first, count)),
  rowsOf: ({ capture, seqs }) => orUnreadable(() => readRowsOf(storeOf(capture).content, seqs)),
  frame: ({ capture, seq }) => orUnreadable(() => readFrame(storeOf(capture).content, seq)),
  payload: ({ capture, seq, of, first, count }) => orUnreadable(() => readPayload(storeOf(capture).content, seq, of, first, count)),
  slice: ({ capture, first, limits }) => orUnreadable(() => readSlice(storeOf(capture).content, first, limits)),
  events: ({ capture }) => orUnreadable(() => readEvents(storeOf(capture).content)),
  sum: ({ capture, ranges }) => orUnreadable(() => sumFrames(storeOf(capture).content, ranges)),
  seqAt: ({ capture, timeUs }) => orUnreadable(() => seqAtTime(storeOf(capture).content, timeUs)),
  messageBeside: ({ capture, seq, direction }) => orUnreadable(() => messageBeside(storeOf(capture).content, seq, direction)),
  notes: ({ capture }) => orUnreadable(() => readNotes(storeOf(capture))),
  annotate: ({ capture, note }) => storeOf(capture).annotate(note),
  total: ({ capture }) => storeOf(capture).content.total,
  tally: ({ capture }) => orUnreadable(() => storeOf(capture).tally()),
  share: ({ capture, port, signal }) => {
    const { content } = storeOf(capture)
    sharing.open(capture, content, port, signal)
    return { segmentPath: content.segment.path }
  },
  flush: ({ capture }) => void storeOf(capture),
  finish: ({ capture, stopped }) => storeOf(capture).finish(stopped),
  saveAs: ({ capture, path }) => packCapture(storeOf(capture), path),
  close: ({ capture, remove }) => {
    const store = stores.get(capture)
    stores.delete(capture)
    sharing.close(capture, closed())
    if (store !== undefined && !(store instanceof AppError)) store.close({ remove })
  },
  end: () => {
    for (const [capture, store] of stores) {
      sharing.close(capture, closed())
      if (!(store instanceof AppError)) store.close({ remove: false })
    }
    stores.clear()
  },
}

function post(answer: WorkerAnswer, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, transfer)
}

async function answer({ id, name, input }: WorkerRequest): Promise<void> {
  try {
    // The request's name and input belong together by construction (worker-link.ts); the compiler cannot follow that through the port.
    const call = calls[name] as (input: unknown) => unknown
    const value = call(input)
    // Only a call that takes its time is waited for: an append must not give up its turn.
    if (name === 'append') post({ id, value }, Object.values(value as WrittenBuffers))
    else post({ id, value: value instanceof Promise ? await value : value })
  } catch (error) {
    post({ id, failure: failureOf(error) })
  }
}

parentPort?.on('message', answer)
