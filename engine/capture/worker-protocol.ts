import type { MessagePort } from 'node:worker_threads'
import type { FrameDetail, PayloadOf, PayloadSlice } from '#shared/contract.ts'
import type { Failure } from '#shared/errors.ts'
import type { FrameRow, MessageFacts } from '#shared/model/frame.ts'
import type { SelectionSum, SeqRange } from '#shared/model/frame-selection.ts'
import type { FrameNote } from '#shared/model/note.ts'
import type { CapturedEvent } from './capture.ts'
import type { CaptureSlice, SliceLimits } from './capture-slice.ts'
import type { CaptureTally } from './capture-tally.ts'
import type { HistoryCalls } from './history/history-protocol.ts'
import type { LiveStoreOptions } from './live-store.ts'

/** A finished message that goes into the table `message`, with the place of its data after the batch's start; null where it is read from its frames. */
export interface TableMessage {
  readonly facts: MessageFacts
  readonly dataStart: number | null
}

/** What is written at once. The buffers change hands. */
export interface Batch {
  /** Seq of the first frame. */
  readonly first: number
  readonly frames: number
  /** packed-columns.ts; the place of the bytes in the segment is filled in by the worker. */
  readonly body: Uint8Array<ArrayBuffer>
  /** Bytes of the frames, and inflated messages: they stand one behind the other in the segment. */
  readonly wire: Uint8Array<ArrayBuffer>
  readonly data: Uint8Array<ArrayBuffer>
  readonly messages: readonly TableMessage[]
  /** JSON. */
  readonly events: readonly string[]
}

/** A batch on its way to the disk. */
export interface CountedBatch extends Batch {
  /** Of everything up to its end. */
  readonly tally: CaptureTally
}

/** The buffers of a batch's bytes, given back. */
export interface WrittenBuffers {
  readonly wire: ArrayBuffer
  readonly data: ArrayBuffer
}

/** What the worker is asked. `capture` is a number the main side gives. */
export interface WorkerCalls extends HistoryCalls {
  create: (input: { capture: number } & LiveStoreOptions) => void
  open: (input: { capture: number; path: string }) => void
  append: (input: { capture: number; batch: CountedBatch }) => WrittenBuffers
  rows: (input: { capture: number; first: number; count: number }) => FrameRow[]
  /** The rows of these frames, in this order. */
  rowsOf: (input: { capture: number; seqs: readonly number[] }) => FrameRow[]
  frame: (input: { capture: number; seq: number }) => FrameDetail
  payload: (input: { capture: number; seq: number; of: PayloadOf; first: number; count: number }) => PayloadSlice
  slice: (input: { capture: number; first: number; limits: SliceLimits }) => CaptureSlice
  events: (input: { capture: number }) => CapturedEvent[]
  sum: (input: { capture: number; ranges: readonly SeqRange[] }) => SelectionSum
  seqAt: (input: { capture: number; timeUs: number }) => number
  messageBeside: (input: { capture: number; seq: number; direction: 'next' | 'previous' }) => number | null
  notes: (input: { capture: number }) => FrameNote[]
  annotate: (input: { capture: number; note: FrameNote }) => void
  total: (input: { capture: number }) => number
  tally: (input: { capture: number }) => CaptureTally
  /** Answers another thread's requests on `port` from here on (shared-capture.ts). */
  share: (input: { capture: number; port: MessagePort; signal: SharedArrayBuffer }) => { segmentPath: string | null }
  /** Answers once everything posted before it is written. */
  flush: (input: { capture: number }) => void
  /** Closes all captures: the thread is about to end. */
  end: (input: null) => void
  /** Nothing more will be appended. `stopped` is why not all was. */
  finish: (input: { capture: number; stopped: Failure | null }) => void
  saveAs: (input: { capture: number; path: string }) => Promise<void>
  /** Closes the files; `remove` also deletes the folder of a live capture. */
  close: (input: { capture: number; remove: boolean }) => void
}

export type WorkerCallName = keyof WorkerCalls
export type WorkerInput<N extends WorkerCallName> = Parameters<WorkerCalls[N]>[0]
export type WorkerOutput<N extends WorkerCallName> = Awaited<ReturnType<WorkerCalls[N]>>

export interface WorkerRequest {
  readonly id: number
  readonly name: WorkerCallName
  readonly input: WorkerInput<WorkerCallName>
}

export type WorkerAnswer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failure: Failure }
