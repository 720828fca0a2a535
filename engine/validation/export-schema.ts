import { z } from 'zod'
import { EXPORT_FORMAT_NAMES } from '#shared/model/interchange.ts'
import { anyCount, captureId, LIMITS, list, name, text } from './basics.ts'

/** Rows that a person may have chosen by hand. */
const MOST_CHOSEN = 1_000_000

const redaction = z.strictObject({
  headers: list(name),
  queryParameters: list(name),
  jsonPaths: list(text(LIMITS.pathChars)),
  literals: list(text(LIMITS.valueChars)),
  tokens: z.boolean(),
})

const frames = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('frames'), seqs: list(anyCount, MOST_CHOSEN) }),
  z.strictObject({ kind: z.literal('query'), text: text(LIMITS.valueChars), originUs: z.number().nullable() }),
])

export const exportRequest = z.strictObject({
  capture: captureId,
  frames,
  redaction: redaction.nullable(),
  format: z.enum(EXPORT_FORMAT_NAMES).nullable(),
})
