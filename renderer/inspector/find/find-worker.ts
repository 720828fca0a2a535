import type { FindQuery, Span } from './find-query.ts'
import { Finder } from './finder.ts'
import { matcherOf } from './matchers.ts'

/** To the worker: what to look for, once; then slices in order. Each slice is answered with its matches. */
export type ToFindWorker =
  | { readonly kind: 'query'; readonly query: FindQuery }
  | { readonly kind: 'slice'; readonly bytes: Uint8Array; readonly isLast: boolean; readonly most: number }

/** An expression of a person can take for ever: here it holds up nothing, and the page ends this worker. */
let finder: Finder | null = null

self.onmessage = ({ data }: MessageEvent<ToFindWorker>) => {
  if (data.kind === 'query') {
    finder = new Finder(matcherOf(data.query))
    return
  }
  const spans: Span[] = finder?.feed(data.bytes, data.isLast, data.most) ?? []
  self.postMessage(spans)
}
