import { z } from 'zod'
import type { CaptureId, ConnectionId, ExportId, ImportId, LibraryPath, QueryId } from '#shared/model/ids.ts'

/** Limits on what crosses the contract: far beyond what a person needs, and far below what would fill memory. */
export const LIMITS = {
  nameChars: 1_024,
  pathChars: 4_096,
  valueChars: 65_536,
  urlChars: 65_536,
  entries: 1_000,
  savedMessages: 10_000,
  textChars: 64 * 1024 * 1024,
  binaryBytes: 256 * 1024 * 1024,
  /** What a spec may allow for one message: a Buffer's limit is higher, memory is not. */
  messageBytes: 1024 * 1024 * 1024,
  fragments: 2 ** 30,
  leastHeadBytes: 256,
  headBytes: 16 * 1024 * 1024,
  attempts: 1_000_000,
  rows: 1_000,
  historyEntries: 500,
  captureNameChars: 200,
  captures: 10_000,
  /** Of one imported collection. */
  importedItems: 50_000,
  /** Of a cookie's value; the jar takes less. */
  cookieChars: 8_192,
  sliceBytes: 16 * 1024 * 1024,
  /** The last moment a Date can hold. */
  dateMs: 8.64e15,
  timeoutMs: 24 * 60 * 60 * 1_000,
} as const

export const text = (maxChars: number) => z.string().max(maxChars)
export const name = text(LIMITS.nameChars)

/** Lone surrogates have no UTF-8 form: they would be sent as something else than what was given. */
export const utf8Text = (maxChars: number) =>
  text(maxChars).refine((given) => given.isWellFormed(), { error: 'holds half of a surrogate pair, which UTF-8 cannot express' })

export const list = <Item extends z.ZodType>(item: Item, maxItems: number = LIMITS.entries) => z.array(item).max(maxItems).readonly()

export const integer = (least: number, most: number) => z.int().min(least).max(most)
export const anyCount = integer(0, Number.MAX_SAFE_INTEGER)

/** Structured clone and the bridge's JSON both yield real Uint8Arrays; anything else is refused, not converted. */
export const bytes = (maxBytes: number) =>
  z
    .custom<Uint8Array>((given) => given instanceof Uint8Array, { error: 'expected bytes (a Uint8Array)' })
    .refine((given) => given.length <= maxBytes, { error: `holds more than ${maxBytes} bytes` })

// A brand says only that the value came through here; whether such a thing exists is for the handler to find out.
const branded = <Branded>(schema: z.ZodType) => schema as z.ZodType<Branded>
export const connectionId = branded<ConnectionId>(integer(1, Number.MAX_SAFE_INTEGER))
export const queryId = branded<QueryId>(integer(1, Number.MAX_SAFE_INTEGER))
export const exportId = branded<ExportId>(text(64))
export const importId = branded<ImportId>(text(64))
export const captureId = branded<CaptureId>(text(LIMITS.nameChars))
export const libraryPath = branded<LibraryPath>(text(LIMITS.pathChars))
