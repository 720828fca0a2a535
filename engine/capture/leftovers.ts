import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DATABASE_FILE } from './capture-store.ts'
import { isLocked } from './saved-store.ts'
import { openDatabase } from './sqlite.ts'

/** Folder names of live captures: milliseconds since the Unix epoch, process id, some random digits. Other folders are not ours. */
const CAPTURE_FOLDER = /^(\d{13})-\d+-[0-9a-f]{8}$/
/** A folder this young may belong to a process that has not locked its database yet. */
const YOUNG_MS = 60_000

/**
 * Removes the captures of ended processes, oldest first, until all captures in `folder` together have at most
 * `limitBytes`. Those of running processes are left alone, whatever their size.
 */
export function sweepLeftovers(folder: string, limitBytes: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && CAPTURE_FOLDER.test(entry.name))
    .map((entry) => ({ name: entry.name, path: join(folder, entry.name), sizeBytes: sizeOf(join(folder, entry.name)) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  let total = found.reduce((sum, each) => sum + each.sizeBytes, 0)
  for (const { name, path, sizeBytes } of found) {
    if (total <= limitBytes) return
    if (isInUse(name, path)) continue
    rmSync(path, { recursive: true, force: true })
    total -= sizeBytes
  }
}

function sizeOf(path: string): number {
  // Another process may remove a file between the two looks.
  return readdirSync(path).reduce((sum, name) => sum + (statSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0), 0)
}

function isInUse(name: string, path: string): boolean {
  if (statSync(join(path, DATABASE_FILE), { throwIfNoEntry: false }) === undefined) {
    return Date.now() - Number(CAPTURE_FOLDER.exec(name)?.[1]) < YOUNG_MS
  }
  const database = openDatabase(join(path, DATABASE_FILE), { readOnly: true })
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    return isLocked(error)
  } finally {
    database.close()
  }
}
