import type { MessagePort } from 'node:worker_threads'
import { failureOf } from '#shared/errors.ts'
import type { CaptureContent } from './capture-content.ts'
import type { SealedRow, SealedRows, Table } from './sealed-rows.ts'
import type { SharedAnswer, SharedRequest } from './shared-capture.ts'
import { orUnreadable } from './unreadable.ts'

/** Rows in a run, and bytes after which it ends: about half a millisecond of the worker's time. */
const RUN = { rows: 64, bytes: 128 * 1024 } as const

interface Share {
  readonly port: MessagePort
  readonly answers: Int32Array
  readonly content: CaptureContent
  /** The total above which the reader is to be told; null while it works. */
  waitsAbove: number | null
}

/** The worker's side of captures that other threads read (shared-capture.ts). An answer is one row or one piece of bytes, so that writes get their turn. */
export class Sharing {
  readonly #shares = new Map<number, Set<Share>>()

  open(capture: number, content: CaptureContent, port: MessagePort, signal: SharedArrayBuffer): void {
    const share: Share = { port, answers: new Int32Array(signal), content, waitsAbove: null }
    const shares = this.#shares.get(capture) ?? new Set()
    this.#shares.set(capture, shares.add(share))
    // The reader's thread has ended.
    port.on('close', () => shares.delete(share))
    port.on('message', (request: SharedRequest) => answerTo(share, request))
  }

  /** Readers that have seen everything learn that there is more. */
  grown(capture: number): void {
    for (const share of this.#shares.get(capture) ?? []) tellMore(share)
  }

  /** The capture's files are about to be closed: whoever reads it gets this as the answer. */
  close(capture: number, reason: Error): void {
    for (const share of this.#shares.get(capture) ?? []) {
      post(share, { failure: failureOf(reason) })
      share.port.close()
    }
    this.#shares.delete(capture)
  }
}

function answerTo(share: Share, request: SharedRequest): void {
  if (request.kind === 'more') {
    share.waitsAbove = request.than
    tellMore(share)
    return
  }
  try {
    post(share, { value: orUnreadable(() => found(share.content, request)) })
  } catch (error) {
    post(share, { failure: failureOf(error) })
  }
}

function tellMore(share: Share): void {
  if (share.waitsAbove === null || share.content.total <= share.waitsAbove) return
  share.waitsAbove = null
  post(share, { value: share.content.total })
}

function found({ rows, segment, total }: CaptureContent, request: Exclude<SharedRequest, { kind: 'more' }>): unknown {
  switch (request.kind) {
    case 'row':
      return rows.after(request.table, request.id)
    case 'run':
      return runFrom(rows, request.table, request.id)
    case 'body':
      return rows.read(request.table, request.id)
    case 'count':
      return rows.count(request.table, request.atMost)
    case 'bytes':
      return segment.read(request.offset, request.length)
    case 'size':
      return segment.sizeBytes
    case 'total':
      return total
  }
}

function runFrom(rows: SealedRows, table: Table, id: number): SealedRow[] {
  const run: SealedRow[] = []
  let bytes = 0
  for (let row = rows.atOrBefore(table, id); row !== null && run.length < RUN.rows; row = rows.after(table, row.id)) {
    run.push(row)
    bytes += row.body.length
    if (bytes >= RUN.bytes) break
  }
  return run
}

function post({ port, answers }: Share, answer: SharedAnswer): void {
  port.postMessage(answer)
  Atomics.add(answers, 0, 1)
  Atomics.notify(answers, 0)
}
