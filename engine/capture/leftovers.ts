import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { CaptureId } from '#shared/model/ids.ts'
import { isCaptureId, startedMsOf } from './capture-folders.ts'
import { DATABASE_FILE } from './capture-store.ts'
import { isLocked } from './saved-store.ts'
import { openDatabase } from './sqlite.ts'

/** A folder this young may belong to a process that has not locked its database yet. */
const YOUNG_MS = 60_000

/**
 * Removes the captures of ended processes, oldest first, until all captures in `folder` together have at most
 * `limitBytes`. Those of running processes are left alone, whatever their size.
 */
export function sweepLeftovers(folder: string, limitBytes: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() && isCaptureId(entry.name) ? [entry.name] : []))
    .sort()
    .map((id) => ({ id, path: join(folder, id), sizeBytes: sizeOf(join(folder, id)) }))
  let total = found.reduce((sum, each) => sum + each.sizeBytes, 0)
  for (const { id, path, sizeBytes } of found) {
    if (total <= limitBytes) return
    if (isInUse(id, path)) continue
    rmSync(path, { recursive: true, force: true })
    total -= sizeBytes
  }
}

function sizeOf(path: string): number {
  // Another process may remove a file between the two looks.
  return readdirSync(path).reduce((sum, name) => sum + (statSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0), 0)
}

function isInUse(id: CaptureId, path: string): boolean {
  if (statSync(join(path, DATABASE_FILE), { throwIfNoEntry: false }) === undefined) {
    return Date.now() - startedMsOf(id) < YOUNG_MS
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
