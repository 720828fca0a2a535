import type { FindQuery, Span } from './find-query.ts'
import { Finder } from './finder.ts'
import { matcherOf } from './matchers.ts'

/** To the worker: what to look for, once; then slices in order. Each is answered: the first with no match, a slice with its own. */
export type ToFindWorker =
  | { readonly kind: 'query'; readonly query: FindQuery }
  | { readonly kind: 'slice'; readonly bytes: Uint8Array; readonly isLast: boolean; readonly most: number }

/** An expression of a person can take for ever: here it holds up nothing, and the page ends this worker. */
let finder: Finder | null = null

self.onmessage = ({ data }: MessageEvent<ToFindWorker>) => {
  if (data.kind === 'query') finder = new Finder(matcherOf(data.query))
  const spans: Span[] = data.kind === 'slice' && finder ? finder.feed(data.bytes, data.isLast, data.most) : []
  self.postMessage(spans)
}
