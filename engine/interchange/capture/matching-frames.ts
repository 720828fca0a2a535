import type { CaptureReader } from '#engine/capture/capture.ts'
import { readQuery } from '#engine/query/queries.ts'
import { RunningQuery } from '#engine/query/running-query.ts'
import { AppError } from '#shared/errors.ts'
import type { CaptureId, QueryId } from '#shared/model/ids.ts'
import type { QueryProgress } from '#shared/model/query.ts'
import { sayFault } from '#shared/query/fault.ts'
import { cancelled } from './export-capture.ts'

/** Frames whose hits are asked for at once. */
const SLICE_FRAMES = 10_000

export interface MatchingOptions {
  /** What `t` counts from; null for the first frame. */
  readonly originUs: number | null
  readonly signal?: AbortSignal | undefined
}

/**
 * The frames that a query is about, by its own threads.
 *
 * @throws AppError 'input.invalid' for a query that cannot be read, 'export.cancelled', 'capture.unreadable'
 */
export async function matchingFrames(reader: CaptureReader, text: string, { originUs, signal }: MatchingOptions): Promise<number[]> {
  const { query, fault } = await readQuery(text)
  if (fault)
    throw new AppError('input.invalid', `The query cannot be read: ${sayFault(fault)}`, { hint: 'docs/query.md has the language.' })
  const ended = Promise.withResolvers<QueryProgress>()
  const running = await RunningQuery.start({
    // Nobody asks for it by these.
    id: 0 as QueryId,
    capture: '' as CaptureId,
    reader,
    query,
    context: 0,
    originUs,
    onProgress: (progress) => progress.state !== 'scanning' && ended.resolve(progress),
  })
  const cancel = (): void => running.cancel()
  signal?.addEventListener('abort', cancel)
  try {
    const { state, failure, scanned } = await ended.promise
    if (failure) throw new AppError(failure.code, failure.message, { hint: failure.hint })
    if (state === 'cancelled') throw cancelled()
    const seqs: number[] = []
    for (let first = 0; first < scanned; first += SLICE_FRAMES) for (const seq of running.hits(first, SLICE_FRAMES)) seqs.push(seq)
    return seqs
  } finally {
    signal?.removeEventListener('abort', cancel)
    running.end()
  }
}
