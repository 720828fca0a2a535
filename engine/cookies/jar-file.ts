import { mkdir, readFile, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Cookie as JarCookie, type SerializedCookie } from 'tough-cookie'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { codeOf, exists, writeFileAtomic } from '../files/atomic-write.ts'
import { COOKIE_LIMITS } from './cookie-limits.ts'

/** Far above a full jar. */
const MAX_FILE_BYTES = 64 * 1024 * 1024
/** Cookies are secrets: for their owner alone. */
const OWNER_ONLY = 0o600

const stored = z.looseObject({
  cookies: z.array(z.looseObject({ key: z.string(), value: z.string(), domain: z.string().min(1), path: z.string().startsWith('/') })),
})

/** What a file holds: cookies, or something that is no jar, and why. */
export type JarContents = { readonly cookies: JarCookie[] } | { readonly cookies: null; readonly why: string }

/**
 * Reads a jar's file, in the form in which tough-cookie writes jars (docs/formats.md). One that is not there is an empty jar.
 *
 * @throws AppError 'cookie.file' if it cannot be read
 */
export async function readJarFile(file: string): Promise<JarContents> {
  try {
    const { size } = await stat(file)
    if (size > MAX_FILE_BYTES) return { cookies: null, why: `it has ${size} bytes` }
    return contentsOf(await readFile(file, 'utf8'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { cookies: [] }
    throw unusable(file, error)
  }
}

function contentsOf(text: string): JarContents {
  const result = stored.safeParse(parsed(text))
  if (!result.success) return { cookies: null, why: 'it is not JSON with a list of cookies that have key, value, domain and path' }
  const { cookies } = result.data
  return { cookies: cookies.slice(0, COOKIE_LIMITS.ofTheJar).flatMap((cookie) => JarCookie.fromJSON(cookie) ?? []) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Replaces the file as a whole, readable by its owner alone. @throws AppError 'cookie.file' */
export async function writeJarFile(file: string, cookies: readonly JarCookie[]): Promise<void> {
  const text = `${JSON.stringify({ ...HEAD, cookies: cookies.map((cookie): SerializedCookie => cookie.toJSON()) }, null, 1)}\n`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFileAtomic(file, text, OWNER_ONLY)
  } catch (error) {
    throw unusable(file, error)
  }
}

/** What a jar of tough-cookie says of itself beside its cookies. */
const HEAD = { version: 'tough-cookie@6.1.0', storeType: 'MemoryCookieStore', rejectPublicSuffixes: true }

/** A file that is no jar is never overwritten: it goes aside as `FILE.broken`. @throws AppError 'cookie.file' */
export async function putJarAside(file: string): Promise<void> {
  let aside = `${file}.broken`
  for (let number = 2; await exists(aside); number++) aside = `${file}.broken-${number}`
  try {
    await rename(file, aside)
  } catch (error) {
    throw unusable(file, error)
  }
}

export const notAJar = (file: string, why: string): AppError =>
  new AppError('cookie.file', `${file} is not a cookie jar of Sockscope: ${why}.`, {
    hint: 'Name another file, or one that does not exist yet.',
  })

const unusable = (file: string, error: unknown): AppError =>
  new AppError('cookie.file', `The cookies in ${file} cannot be used: ${error instanceof Error ? error.message : error}.`, {
    hint: 'Check the permissions of the file and its folder.',
    cause: error,
  })
