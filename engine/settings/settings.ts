import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod'
import { AppError } from '#shared/errors.ts'
import { DEFAULT_SETTINGS, LIMIT_BOUNDS, LIST_COLUMNS, type Settings, TIME_FORMS } from '#shared/model/settings.ts'
import { MOST_CHARACTERS } from '#shared/query/parse.ts'
import { codeOf, exists, writeFileAtomic } from '../files/atomic-write.ts'
import { createWriteQueue } from '../files/write-queue.ts'

const MAX_FILE_BYTES = 1024 * 1024
const MAX_TABS = 200
const MAX_PATH_LENGTH = 4096
const MAX_GROUPS = 100
const MAX_PANELS = 20
const MAX_QUERIES = 200
const MAX_NAME_LENGTH = 200

const limitBytes = z.int().min(LIMIT_BOUNDS.least).max(LIMIT_BOUNDS.most)

const fields = {
  theme: z.enum(['light', 'dark', 'system']),
  language: z.enum(['en', 'zh', 'system']),
  // zod's numbers are finite.
  layout: z
    .record(z.string().min(1).max(100), z.array(z.number().min(0).max(100)).max(MAX_PANELS))
    .refine((layout) => Object.keys(layout).length <= MAX_GROUPS, `at most ${MAX_GROUPS} panel groups`),
  tabs: z.array(z.string().max(MAX_PATH_LENGTH)).max(MAX_TABS),
  isDemoOffered: z.boolean(),
  queries: z
    .array(z.object({ name: z.string().min(1).max(MAX_NAME_LENGTH), text: z.string().min(1).max(MOST_CHARACTERS) }))
    .max(MAX_QUERIES),
  list: z.object({ time: z.enum(TIME_FORMS), hidden: z.array(z.enum(LIST_COLUMNS)).max(LIST_COLUMNS.length) }),
  captureLimitBytes: limitBytes,
  historyLimitBytes: limitBytes,
} satisfies Record<keyof Settings, z.ZodType>

const changeSchema = z.object(fields).partial()

export interface SettingsOptions {
  readonly file: string
  /** Called after each write, with all settings. */
  readonly onChange: (settings: Settings) => void
}

export interface SettingsFile {
  readonly read: () => Settings
  /** @throws AppError 'input.invalid' for a value out of bounds; nothing is written then */
  readonly write: (change: Partial<Settings>) => Promise<Settings>
}

/**
 * Opens the settings file. What is absent or cannot be understood has its default; a file that is not JSON is put aside as
 * `FILE.broken`, never lost. Keys this version does not know are kept, for a newer version may have written them.
 *
 * @throws AppError 'library.io' if the file is there and cannot be read
 */
export async function openSettings({ file, onChange }: SettingsOptions): Promise<SettingsFile> {
  const inTurn = createWriteQueue()
  let settings = settingsIn(await readStored(file))
  return {
    read: () => settings,
    write: (change) =>
      inTurn(async () => {
        const checked = changeSchema.safeParse(change)
        if (!checked.success) throw invalid(checked.error)
        // Read again: another Sockscope may have written other keys meanwhile.
        const given = Object.entries(checked.data).filter(([, value]) => value !== undefined)
        const stored = { ...(await readStored(file)), ...Object.fromEntries(given) }
        await store(file, stored)
        settings = settingsIn(stored)
        onChange(settings)
        return settings
      }),
  }
}

type Stored = Readonly<Record<string, unknown>>

async function readStored(file: string): Promise<Stored> {
  try {
    const bytes = await readFile(file)
    const stored = bytes.length <= MAX_FILE_BYTES ? parsed(bytes.toString('utf8')) : null
    if (stored) return stored
    await putAside(file)
    return {}
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {}
    throw unusable(file, error)
  }
}

/** Null if the text is not a JSON object. */
function parsed(text: string): Stored | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Stored) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

async function putAside(file: string): Promise<void> {
  let aside = `${file}.broken`
  for (let number = 2; await exists(aside); number++) aside = `${file}.broken-${number}`
  await rename(file, aside)
}

async function store(file: string, stored: Stored): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFileAtomic(file, `${JSON.stringify(stored, null, 2)}\n`)
  } catch (error) {
    throw unusable(file, error)
  }
}

/** Each setting by itself: one that cannot be understood does not take the others along. */
function settingsIn(stored: Stored): Settings {
  const read = <K extends keyof Settings>(key: K): Settings[K] => {
    const result = fields[key].safeParse(Object.hasOwn(stored, key) ? stored[key] : undefined)
    // The schema of a key reads that key's type; the compiler cannot follow it through the index.
    return result.success ? (result.data as unknown as Settings[K]) : DEFAULT_SETTINGS[key]
  }
  return {
    theme: read('theme'),
    language: read('language'),
    layout: read('layout'),
    tabs: read('tabs'),
    isDemoOffered: read('isDemoOffered'),
    queries: read('queries'),
    list: read('list'),
    captureLimitBytes: read('captureLimitBytes'),
    historyLimitBytes: read('historyLimitBytes'),
  }
}

function invalid(error: z.ZodError): AppError {
  const [issue] = error.issues
  return new AppError('input.invalid', `The setting "${issue?.path.join('.')}" cannot be that: ${issue?.message}.`)
}

function unusable(file: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('library.io', `The settings in ${file} cannot be used: ${error instanceof Error ? error.message : error}`, {
    hint: 'Check the permissions of the file and its folder.',
    cause: error,
  })
}
