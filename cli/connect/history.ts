import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export const HISTORY_LINES = 1000

/** The lines typed in earlier sessions, newest first; none where the file is missing or cannot be read. */
export async function readHistory(file: string): Promise<string[]> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean)
    return lines.slice(-HISTORY_LINES).reverse()
  } catch (error) {
    if (isErrno(error)) return []
    throw error
  }
}

/**
 * Keeps the lines for the next session, readable by this user only: messages may hold secrets.
 * @param lines newest first, as readline has them
 * @throws the file system's error
 */
export async function writeHistory(file: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const beside = `${file}.${process.pid}`
  await writeFile(beside, `${lines.slice(0, HISTORY_LINES).toReversed().join('\n')}\n`, { mode: 0o600 })
  await rename(beside, file)
}

const isErrno = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error
