import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { AppError } from '#shared/errors.ts'
import { CaptureContent } from './capture-content.ts'
import { type CaptureStore, DATABASE_FILE, SEGMENT_FILE } from './capture-store.ts'
import { type CaptureTally, countedTally, storedTally } from './capture-tally.ts'
import { annotateEnded } from './notes.ts'
import { batchHead } from './packed-columns.ts'
import { type CaptureMeta, parseMeta } from './record-schema.ts'
import { APPLICATION_ID, FORMAT_VERSION, hasSchema, isReleasedVersion, NOTES_VERSION, TALLY_VERSION } from './schema.ts'
import { parsedBody, type SealedRows, sealedRows } from './sealed-rows.ts'
import { chunkSegment, fileSegment, type Segment } from './segment.ts'
import { openDatabase } from './sqlite.ts'
import { orUnreadable, unreadable } from './unreadable.ts'

/**
 * Opens a capture for reading: a saved file, or the folder of a capture whose process has ended.
 * The content is not trusted: nothing in it is believed that its neighbours do not bear out.
 *
 * @throws AppError 'capture.unreadable'
 */
export function openSavedStore(path: string): CaptureStore {
  const isFolder = orUnreadable(() => statOf(path).isDirectory())
  const databasePath = isFolder ? join(path, DATABASE_FILE) : path
  const version = orUnreadable(() => readVersion(databasePath, isFolder))
  // Immutable: SQLite looks at this one file only, never at a journal that lies beside it, and locks nothing.
  const url = new URL(isFolder ? '?mode=ro' : '?mode=ro&immutable=1', pathToFileURL(databasePath))
  const database = orUnreadable(() => openDatabase(url, { readOnly: true }))
  try {
    return orUnreadable(() => {
      assertNotInUse(database)
      database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON')
      if (!hasSchema(database, version)) throw unreadable('it is not laid out as a capture')
      const rows = sealedRows(database)
      const known = { meta: readMeta(rows), version }
      return isFolder ? folderStore(database, rows, known, path) : fileStore(database, rows, known)
    })
  } catch (error) {
    database.close()
    throw error
  }
}

interface Known {
  readonly meta: CaptureMeta
  readonly version: number
}

function fileStore(database: DatabaseSync, rows: SealedRows, known: Known): CaptureStore {
  const { saved } = known.meta
  if (saved === null) throw unreadable('it was not saved to its end')
  const isWhole = rows.count('message', saved.messages + 1) === saved.messages && rows.count('event', saved.events + 1) === saved.events
  if (!isWhole || recoveredTotal(rows, saved.segmentBytes) !== saved.frames) throw unreadable('records are missing')
  return readOnlyStore(database, known, new CaptureContent(rows, chunkSegment(rows, saved.segmentBytes), () => saved.frames), null)
}

/** Rows whose bytes never reached the disk are cut off: after a power failure, say. */
function folderStore(database: DatabaseSync, rows: SealedRows, known: Known, folder: string): CaptureStore {
  const segment = fileSegment(join(folder, SEGMENT_FILE), 'read')
  try {
    const total = recoveredTotal(rows, segment.sizeBytes)
    return readOnlyStore(database, known, new CaptureContent(rows, segment, () => total), { path: join(folder, DATABASE_FILE), segment })
  } catch (error) {
    segment.close()
    throw error
  }
}

/** Frames up to the end of the last batch whose bytes are all there. */
function recoveredTotal(rows: SealedRows, segmentBytes: number): number {
  for (let row = rows.atOrBefore('batch', Number.MAX_SAFE_INTEGER); row !== null; row = rows.atOrBefore('batch', row.id - 1)) {
    const head = batchHead(row.body)
    if (head.segmentOffset + head.segmentLength <= segmentBytes) return row.id + head.frames
  }
  return 0
}

/** A capture's folder, whose notes may be written to. */
interface OwnFolder {
  /** Of the database. */
  readonly path: string
  readonly segment: Segment
}

function readOnlyStore(database: DatabaseSync, { meta, version }: Known, content: CaptureContent, own: OwnFolder | null): CaptureStore {
  let tally: CaptureTally | null = null
  return {
    content,
    meta,
    isLive: false,
    hasNotes: version >= NOTES_VERSION,
    tally: () => {
      tally ??= (version >= TALLY_VERSION ? storedTally(content.rows, content.total) : null) ?? countedTally(content)
      return tally
    },
    append: () => {
      throw new Error('A saved capture is never appended to.')
    },
    annotate: (note) => annotateEnded(content, { path: own?.path ?? null, version }, note),
    finish: () => undefined,
    close: () => {
      database.close()
      own?.segment.close()
    },
  }
}

function readMeta(rows: SealedRows): CaptureMeta {
  const body = rows.read('meta', 1)
  if (body === null) throw unreadable('its first record is missing')
  return parseMeta(parsedBody(body))
}

function statOf(path: string): Stats {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) throw unreadable(`there is no file ${path}`, undefined, 'Check the path.')
  return stat
}

/** SQLite's own words for this are 'database is locked'; the first read meets the lock of a live capture. */
function assertNotInUse(database: DatabaseSync): void {
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (error) {
    if (!isLocked(error)) throw error
    throw new AppError('capture.recording', 'Another Sockscope is recording this capture.', {
      hint: 'Close that connection first, or save a copy from there.',
      cause: error,
    })
  }
}

/** Whether SQLite refused because another connection holds the database. */
export const isLocked = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === 5

/**
 * Reads the database's header by hand, so that a file that is something else is called so, before SQLite sees it.
 * @returns the version of the format
 * @see https://www.sqlite.org/fileformat2.html section 1.3
 */
function readVersion(path: string, isFolder: boolean): number {
  const header = readStart(path, 100)
  const view = new DataView(header.buffer)
  const magic = new TextDecoder('latin1').decode(header.subarray(0, 16))
  if (magic !== 'SQLite format 3\0' || view.getUint32(68) !== APPLICATION_ID)
    throw unreadable('it is not a Sockscope capture', undefined, '')
  const version = view.getUint32(60)
  if (version > FORMAT_VERSION) {
    throw new AppError(
      'capture.newer',
      `This capture was made by a newer Sockscope: its format is ${version}, and this one reads up to ${FORMAT_VERSION}.`,
      { hint: 'Update Sockscope.' },
    )
  }
  if (version === 0) throw unreadable('it is not a Sockscope capture', undefined, '')
  if (!isReleasedVersion(version))
    throw unreadable('it was made by a Sockscope from before the first release', undefined, 'Record it anew.')
  if (isFolder) return version
  if (view.getUint8(18) !== 1 || view.getUint8(19) !== 1) throw unreadable('it is not laid out as a saved capture')
  const pageBytes = view.getUint16(16) === 1 ? 65_536 : view.getUint16(16)
  const [expected, found] = [pageBytes * view.getUint32(28), statOf(path).size]
  if (BigInt(expected) !== BigInt(found)) throw unreadable(`the file has ${found} bytes where it should have ${expected}`)
  return version
}

function readStart(path: string, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  const file = openSync(path, 'r')
  try {
    const got = readSync(file, bytes, 0, length, 0)
    if (got < length) throw unreadable('it is not a Sockscope capture', undefined, '')
    return bytes
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unreadable('the file cannot be read', error)
  } finally {
    closeSync(file)
  }
}
