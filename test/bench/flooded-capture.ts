import assert from 'node:assert/strict'
import { join } from 'node:path'
import { createEngine, type EngineService } from '#engine/index.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { CaptureId, ConnectionId } from '#shared/model/ids.ts'
import { decodeRows } from '#shared/model/row-page.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'

/** A connection that has ended, and what it received is written. */
export interface FloodedCapture {
  readonly id: ConnectionId
  readonly capture: CaptureId
  readonly messages: number
  /** Frames in both directions. */
  readonly total: number
}

/** A whole engine, as the hosts run it. */
export const startBenchEngine = (folder: string): Promise<EngineService> =>
  createEngine({ dataFolder: folder, workspaceFolder: join(folder, 'workspace'), version: 'bench' })

export async function captureFlood({ handlers, onEvent }: EngineService, url: string): Promise<FloodedCapture> {
  const closed = Promise.withResolvers<ConnectionSummary>()
  const unlisten = onEvent((name, payload) => {
    // A change of a connection comes with its summary.
    if (name === 'connection.changed' && (payload as ConnectionSummary).state === 'closed') closed.resolve(payload as ConnectionSummary)
  })
  const { id } = await handlers['connection.open']({ spec: { ...DEFAULT_SPEC, url }, origin: null })
  const { capture, counters, failure } = await closed.promise
  unlisten()
  assert.equal(failure, null)
  const total = counters.framesIn + counters.framesOut
  // Answered behind everything that is to be written, from what is written.
  const [last] = decodeRows(await handlers['capture.rows']({ capture, first: total - 1, count: 1 }))
  assert.equal(last?.seq, total - 1)
  return { id, capture, messages: counters.messagesIn, total }
}
