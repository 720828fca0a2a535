import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { AppError, type Failure } from '#shared/errors.ts'
import { CaptureContent } from './capture-content.ts'
import type { SealedRow, SealedRows, Table } from './sealed-rows.ts'
import { fileSegment, type Segment } from './segment.ts'
import { unreadable } from './unreadable.ts'

/** How another thread reads a capture: rows from the worker that holds it, bytes from the segment's own file where it has one. */
export interface SharedCapture {
  readonly port: MessagePort
  /** One Int32, raised with every answer: the reader waits for it without leaving its work. */
  readonly signal: SharedArrayBuffer
  readonly segmentPath: string | null
}

export type SharedRequest =
  | { readonly kind: 'row'; readonly table: Table; readonly id: number }
  /** The row at or before, and some of those that follow. */
  | { readonly kind: 'run'; readonly table: Table; readonly id: number }
  | { readonly kind: 'body'; readonly table: Table; readonly id: number }
  | { readonly kind: 'count'; readonly table: Table; readonly atMost: number }
  | { readonly kind: 'bytes'; readonly offset: number; readonly length: number }
  | { readonly kind: 'size' }
  | { readonly kind: 'total' }
  /** Answered when there are more frames than these. */
  | { readonly kind: 'more'; readonly than: number }

export type SharedAnswer = { readonly value: unknown } | { readonly failure: Failure }

/** The reader's side. Its reads wait for their answers, so that all that reads a capture works here as it does in the worker. */
export interface SharedReader {
  readonly content: CaptureContent
  /** Asks how many frames there are by now; `content.total` stays what it was last. */
  readonly refresh: () => number
  /** Resolves when there are more frames than `content.total`. @throws AppError 'capture.unknown' when the capture was closed */
  readonly more: () => Promise<void>
}

/** Longer than any disk takes, shorter than for ever. */
const ANSWER_LIMIT_MS = 30_000

export function readShared({ port, signal, segmentPath }: SharedCapture): SharedReader {
  const answers = new Int32Array(signal)
  const ask = (request: SharedRequest): unknown => {
    const deadline = performance.now() + ANSWER_LIMIT_MS
    let seen = Atomics.load(answers, 0)
    port.postMessage(request)
    for (;;) {
      const received = receiveMessageOnPort(port)
      // Only the worker of captures has the other end.
      if (received) return unpacked(received.message as SharedAnswer)
      if (performance.now() > deadline) throw unreadable('the disk does not answer')
      Atomics.wait(answers, 0, seen, ANSWER_LIMIT_MS)
      seen = Atomics.load(answers, 0)
    }
  }
  let total = 0
  return {
    content: new CaptureContent(sharedRows(ask), sharedSegment(ask, segmentPath), () => total),
    refresh: () => {
      total = Number(ask({ kind: 'total' }))
      return total
    },
    more: () =>
      new Promise((resolve, reject) => {
        port.once('message', (answer: SharedAnswer) => {
          try {
            total = Number(unpacked(answer))
            resolve()
          } catch (error) {
            reject(error)
          }
        })
        port.postMessage({ kind: 'more', than: total } satisfies SharedRequest)
      }),
  }
}

function unpacked(answer: SharedAnswer): unknown {
  if ('failure' in answer) throw new AppError(answer.failure.code, answer.failure.message, { hint: answer.failure.hint })
  return answer.value
}

function refuseWrite(): never {
  throw new Error('A shared capture is never written to.')
}

type Ask = (request: SharedRequest) => unknown

/** Each kind of request is answered with its own type (sharing.ts); the compiler cannot follow that through the port. */
function sharedRows(ask: Ask): SealedRows {
  /** Batches, read ahead: whoever reads all of a capture asks for one after the other. */
  let run: readonly SealedRow[] = []
  return {
    insert: refuseWrite,
    put: refuseWrite,
    remove: refuseWrite,
    read: (table, id) => ask({ kind: 'body', table, id }) as Uint8Array | null,
    atOrBefore: (table, id) => {
      const known = run.find((row) => table === 'batch' && row.id === id)
      if (known) return known
      run = ask({ kind: 'run', table, id }) as SealedRow[]
      return run[0] ?? null
    },
    after: (table, id) => ask({ kind: 'row', table, id }) as SealedRow | null,
    count: (table, atMost) => Number(ask({ kind: 'count', table, atMost })),
  }
}

function sharedSegment(ask: Ask, path: string | null): Segment {
  if (path !== null) return fileSegment(path, 'follow')
  return {
    path: null,
    get sizeBytes() {
      return Number(ask({ kind: 'size' }))
    },
    read: (offset, length) => ask({ kind: 'bytes', offset, length }) as Uint8Array,
    close: () => undefined,
  }
}
