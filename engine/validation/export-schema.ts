import { z } from 'zod'
import { MOST_RANGES } from '#shared/model/frame-selection.ts'
import { EXPORT_FORMAT_NAMES } from '#shared/model/interchange.ts'
import { anyCount, captureId, LIMITS, list, name, queryId, text } from './basics.ts'

const seqRange = z.strictObject({ first: anyCount, end: anyCount })
/** In order, and apart. */
const seqRanges = list(seqRange, MOST_RANGES).refine(
  (ranges) => ranges.every(({ first, end }, index) => first < end && first >= (ranges[index - 1]?.end ?? 0)),
  { error: 'are not in order' },
)

const redaction = z.strictObject({
  headers: list(name),
  queryParameters: list(name),
  jsonPaths: list(text(LIMITS.pathChars)),
  literals: list(text(LIMITS.valueChars)),
  tokens: z.boolean(),
})

export const frameSelection = z.strictObject({ ranges: seqRanges, query: queryId.nullable() })

const frames = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('frames'), selection: frameSelection }),
  z.strictObject({ kind: z.literal('query'), text: text(LIMITS.valueChars), originUs: z.number().nullable() }),
])

export const exportRequest = z.strictObject({
  capture: captureId,
  frames,
  redaction: redaction.nullable(),
  format: z.enum(EXPORT_FORMAT_NAMES).nullable(),
})
