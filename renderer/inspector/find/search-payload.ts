import { type ByteSource, slicesOf } from '../byte-source.ts'
import type { FindQuery, Span } from './find-query.ts'
import type { ToFindWorker } from './find-worker.ts'

/** Matches that are kept; beyond, the search ends. */
export const MOST_MATCHES = 10_000
/** An expression that takes longer for one slice is given up; a text is never slow. */
const SLICE_LIMIT_MS = 5_000

export interface FindResult {
  readonly spans: readonly Span[]
  /** How far it was searched, in bytes. */
  readonly searched: number
  /** 'cut': there are more matches than are kept. 'slow': the expression took too long. */
  readonly state: 'searching' | 'done' | 'cut' | 'slow'
}

/**
 * Looks for `query` in all of a payload, in a worker, so that neither its length nor the expression holds up the page.
 * `query` has no problem. Rejects with AppError if the payload cannot be read.
 *
 * @param onResult told after each slice, until `signal` is aborted
 */
export async function searchPayload(
  source: ByteSource,
  query: FindQuery,
  signal: AbortSignal,
  onResult: (result: FindResult) => void,
): Promise<void> {
  const worker = new Worker(new URL('./find-worker.ts', import.meta.url), { type: 'module' })
  signal.addEventListener('abort', () => worker.terminate(), { once: true })
  const tell = (message: ToFindWorker, transfer: Transferable[] = []): void => worker.postMessage(message, transfer)
  try {
    // The worker's start is not the expression's time.
    const ready = answerOf(worker, signal, null)
    tell({ kind: 'query', query })
    await ready
    const limitMs = query.mode === 'regex' ? SLICE_LIMIT_MS : null
    let spans: readonly Span[] = []
    let searched = 0
    for await (const slice of slicesOf(source)) {
      if (signal.aborted) return
      const bytes = slice.slice()
      searched += bytes.length
      const isLast = searched >= source.total
      const answer = answerOf(worker, signal, limitMs)
      tell({ kind: 'slice', bytes, isLast, most: MOST_MATCHES - spans.length }, [bytes.buffer])
      const found = await answer
      if (signal.aborted) return
      if (found === null) return onResult({ spans, searched, state: 'slow' })
      if (found.length > 0) spans = [...spans, ...found]
      const isCut = spans.length >= MOST_MATCHES
      onResult({ spans, searched, state: isCut ? 'cut' : 'searching' })
      if (isCut) return
    }
    onResult({ spans, searched, state: 'done' })
  } finally {
    worker.terminate()
  }
}

/** The worker's next answer; null if it took too long, or nobody waits any more. Rejects where the worker cannot be run. */
function answerOf(worker: Worker, signal: AbortSignal, limitMs: number | null): Promise<readonly Span[] | null> {
  return new Promise((resolve, reject) => {
    const timer = limitMs === null ? undefined : setTimeout(() => resolve(null), limitMs)
    const stop = (): void => {
      clearTimeout(timer)
      resolve(null)
    }
    signal.addEventListener('abort', stop, { once: true })
    worker.onmessage = ({ data }: MessageEvent<readonly Span[]>) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve(data)
    }
    worker.onerror = (event) => {
      clearTimeout(timer)
      reject(new Error(event.message))
    }
  })
}
