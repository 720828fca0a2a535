import { randomBytes } from 'node:crypto'
import { link, lstat, open, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const NEW_FILE_MODE = 0o666
/** Virus scanners and indexers hold fresh files on Windows for a moment; a rename then fails with one of these. */
const BUSY = new Set(['EPERM', 'EACCES', 'EBUSY'])
const BUSY_WAITS_MS = [10, 20, 50, 100, 200]

/** All at once, or in pieces that are written as they come. */
export type FileContents = string | Uint8Array | AsyncIterable<Uint8Array>

/**
 * Replaces a file as a whole or not at all: a process that is killed at any moment leaves the old contents or the new ones.
 * The permissions of a file that was there are kept, unless `mode` says others.
 *
 * @throws the file system's error, or what the pieces throw; the temporary file is gone then
 */
export async function writeFileAtomic(file: string, contents: FileContents, mode: number | null = null): Promise<void> {
  const temporary = await writeTemporary(file, contents, mode ?? (await modeOf(file)))
  await orRemove(temporary, () => renameWhenFree(temporary, file))
  await syncFolder(dirname(file))
}

/**
 * Makes a file that must not be there yet, whole or not at all.
 *
 * @throws an error with the code 'EEXIST' if something of that name is there
 */
export async function writeNewFileAtomic(file: string, contents: string | Uint8Array): Promise<void> {
  const temporary = await writeTemporary(file, contents, null)
  await orRemove(temporary, async () => {
    if (await linked(temporary, file)) await unlink(temporary)
    else await renameWhenFree(temporary, file)
  })
  await syncFolder(dirname(file))
}

/** A hard link refuses a name that is taken, which a rename does not; false where the file system has no hard links. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error
    if (await exists(to)) throw Object.assign(new Error(`${basename(to)} exists`, { cause: error }), { code: 'EEXIST' })
    return false
  }
}

async function writeTemporary(file: string, contents: FileContents, mode: number | null): Promise<string> {
  const temporary = join(dirname(file), `.sockscope-${randomBytes(6).toString('hex')}.tmp`)
  const handle = await open(temporary, 'wx', mode ?? NEW_FILE_MODE)
  await orRemove(temporary, async () => {
    try {
      await handle.writeFile(contents)
      // The mode of open() is cut by the umask; the old file's permissions are not to be.
      if (mode !== null) await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
  })
  return temporary
}

async function orRemove(temporary: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    // Best effort: the first error is the one to report.
    await unlink(temporary).catch(() => undefined)
    throw error
  }
}

async function renameWhenFree(from: string, to: string): Promise<void> {
  for (const waitMs of BUSY_WAITS_MS) {
    try {
      return await rename(from, to)
    } catch (error) {
      if (process.platform !== 'win32' || !BUSY.has(codeOf(error))) throw error
      await wait(waitMs)
    }
  }
  return rename(from, to)
}

/** Makes the rename itself last through a power cut. Windows cannot open folders, and some network file systems refuse: then it is up to them. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'ENOTSUP') throw error
  } finally {
    await handle.close()
  }
}

async function modeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mode & 0o7777
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** True if anything stands at this path, a broken symbolic link too. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false
    throw error
  }
}

/** The `code` of a system error, '' for any other. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
