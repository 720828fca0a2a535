import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ERROR_CODES, type Failure } from '#shared/errors.ts'

/**
 * Two small files beside a capture's database, so that a history of thousands is listed without opening thousands of databases.
 * `facts.json` says what the database says, and is made from it anew where it is missing; `label.json` holds what a person said.
 */
const FACTS_FILE = 'facts.json'
const LABEL_FILE = 'label.json'
/** Neither is ever near this; a larger one is not ours. */
const MOST_BYTES = 64 * 1024

const count = z.int().nonnegative()

export const failureSchema: z.ZodType<Failure> = z.object({ code: z.enum(ERROR_CODES), message: z.string(), hint: z.string() })

const factsSchema = z.object({
  url: z.string(),
  /** Microseconds since the Unix epoch. */
  startedUs: z.number(),
  /** Null while it is recorded. */
  endedUs: z.number().nullable(),
  frames: count,
  messages: count,
  close: z.object({ code: z.int(), name: z.string(), clean: z.boolean() }).nullable(),
  failure: failureSchema.nullable(),
})
export type CaptureFacts = Readonly<z.infer<typeof factsSchema>>

const labelSchema = z.object({ name: z.string(), isPinned: z.boolean() })
export type CaptureLabel = Readonly<z.infer<typeof labelSchema>>

export const NO_LABEL: CaptureLabel = { name: '', isPinned: false }

/** Null where there is none that can be understood. */
export const readFacts = (folder: string): CaptureFacts | null => readFile(join(folder, FACTS_FILE), factsSchema)
export const readLabel = (folder: string): CaptureLabel => readFile(join(folder, LABEL_FILE), labelSchema) ?? NO_LABEL

/** Changes when the label does. */
export const labelTimeMs = (folder: string): number => statSync(join(folder, LABEL_FILE), { throwIfNoEntry: false })?.mtimeMs ?? 0

/** @throws the file system's error */
export const writeFacts = (folder: string, facts: CaptureFacts): void => writeFile(join(folder, FACTS_FILE), facts)
export const writeLabel = (folder: string, label: CaptureLabel): void => writeFile(join(folder, LABEL_FILE), label)

function readFile<T>(path: string, schema: z.ZodType<T>): T | null {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0 || size > MOST_BYTES) return null
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null
  } catch (error) {
    // Another process may take the folder away between the two looks.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null
    throw error
  }
}

/** Replaces the file as a whole or not at all. */
function writeFile(path: string, value: unknown): void {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.part`
  const file = openSync(temporary, 'wx', 0o600)
  try {
    writeSync(file, `${JSON.stringify(value)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
