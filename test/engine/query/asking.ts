import { onTestFinished } from 'vitest'
import type { CaptureReader } from '#engine/capture/capture.ts'
import { readShared } from '#engine/capture/shared-capture.ts'
import { BatchRows } from '#engine/query/batch-rows.ts'
import { planQuery } from '#engine/query/evaluate.ts'
import { Pulse } from '#engine/query/pulse.ts'
import { readQuery } from '#engine/query/queries.ts'
import { RunningQuery, type RunningQueryOptions } from '#engine/query/running-query.ts'
import type { CaptureId, QueryId } from '#shared/model/ids.ts'
import type { QueryProgress } from '#shared/model/query.ts'
import type { Query } from '#shared/query/query.ts'

export interface Asked {
  readonly running: RunningQuery
  /** Everything that was told, oldest first. */
  readonly told: QueryProgress[]
  /** Resolves with the first progress of which this is true. */
  readonly until: (is: (progress: QueryProgress) => boolean) => Promise<QueryProgress>
}

/** Asks a query of a capture, on a real thread. */
export async function ask(reader: CaptureReader, text: string, options: Partial<RunningQueryOptions> = {}): Promise<Asked> {
  const { query, fault } = await readQuery(text)
  if (fault) throw new Error(`${text}: ${fault.id}`)
  const told: QueryProgress[] = []
  const waiting = new Set<() => void>()
  const running = await RunningQuery.start({
    id: 1 as QueryId,
    capture: 'capture' as CaptureId,
    reader,
    query,
    context: 0,
    originUs: null,
    onProgress: (progress) => {
      told.push(progress)
      for (const each of waiting) each()
    },
    ...options,
  })
  onTestFinished(() => running.end())
  const until = (is: (progress: QueryProgress) => boolean) =>
    new Promise<QueryProgress>((resolve) => {
      const look = () => {
        const found = told.find(is)
        if (!found) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  return { running, told, until }
}

/** All hits of a query over what is in a capture by now. */
export async function hitsOf(reader: CaptureReader, text: string, options: Partial<RunningQueryOptions> = {}): Promise<number[]> {
  const total = await reader.total()
  const { running, until } = await ask(reader, text, options)
  const { state, failure } = await until(({ scanned, state }) => state === 'failed' || scanned >= total)
  if (state === 'failed') throw new Error(failure?.message)
  const hits = running.hits(0, total)
  running.end()
  return hits
}

/** The same without a thread of its own, for many queries over a small capture. */
export async function hitsHere(reader: CaptureReader, query: Query): Promise<number[]> {
  const { content, refresh } = readShared(await reader.share())
  const total = refresh()
  const frame = { originUs: content.frameAt(0).facts.timeUs }
  const watch = { pulse: new Pulse(Pulse.memory()), onUnexamined: () => undefined }
  const evaluate = await planQuery(query, frame, watch)
  const hits: number[] = []
  let previousUs: number | null = null
  for (let seq = 0; seq < total; ) {
    const batch = content.batchOf(seq)
    const found = evaluate(new BatchRows(content, batch, previousUs), new Uint8Array(batch.frames).fill(1))
    for (const [row, hit] of found.entries()) if (hit === 1) hits.push(batch.first + row)
    previousUs = batch.columns.timeUs.at(-1)!
    seq = batch.end
  }
  return hits
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
