import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { CaptureId } from '#shared/model/ids.ts'
import { startedMsOf } from '../capture-folders.ts'
import { DATABASE_FILE } from '../capture-store.ts'
import { isLocked } from '../saved-store.ts'
import { openDatabase } from '../sqlite.ts'

/** A folder this young may belong to a process that has not locked its database yet. */
const YOUNG_MS = 60_000

/** Whether some process is recording this capture: it holds the lock of its database until it ends, however it ends. */
export function isRecorded(id: CaptureId, path: string): boolean {
  if (statSync(join(path, DATABASE_FILE), { throwIfNoEntry: false }) === undefined) return Date.now() - startedMsOf(id) < YOUNG_MS
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
