import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '#shared/errors.ts'
import { CaptureContent, type StoredMessage } from './capture-content.ts'
import { type CaptureStore, DATABASE_FILE, SEGMENT_FILE } from './capture-store.ts'
import { CaptureCount } from './capture-tally.ts'
import { diskFailure } from './disk-failure.ts'
import { factsOf } from './history/capture-facts.ts'
import { writeFacts } from './history/folder-files.ts'
import { writeNote } from './notes.ts'
import { placeBatch } from './packed-columns.ts'
import type { CaptureMeta } from './record-schema.ts'
import { createSchema } from './schema.ts'
import { jsonBody, type SealedRows, sealedRows } from './sealed-rows.ts'
import { fileSegment, type WritableSegment } from './segment.ts'
import { openDatabase } from './sqlite.ts'
import type { CountedBatch } from './worker-protocol.ts'

export interface LiveStoreOptions {
  /** Made here; must not exist. */
  readonly folder: string
  readonly connection: number
  /** As the person gave it. */
  readonly url: string
  /** Microseconds since the Unix epoch. */
  readonly createdUs: number
  /** Bytes of frames and messages the capture may hold. */
  readonly limitBytes: number
}

/**
 * Makes a capture's folder: the segment holds the bytes, the database one row per batch that says what they are.
 * Bytes are written before the row that names them, so that a killed process leaves no row without its bytes.
 *
 * @throws AppError 'capture.disk'
 */
export function createLiveStore(options: LiveStoreOptions): CaptureStore {
  const { connection, url, createdUs } = options
  const meta: CaptureMeta = { connection, url, createdUs, saved: null }
  try {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 })
    const database = createDatabase(join(options.folder, DATABASE_FILE), meta)
    const store = liveStore(options, meta, database, fileSegment(join(options.folder, SEGMENT_FILE), 'create'))
    // Another process cannot look into a database that is recorded to; this tells it what is going on.
    writeFacts(options.folder, { ...factsOf(store, null), endedUs: null })
    return store
  } catch (error) {
    throw diskFailure('The frames of this connection cannot be recorded', error)
  }
}

function createDatabase(path: string, meta: CaptureMeta): DatabaseSync {
  const database = openDatabase(path, { readOnly: false })
  database.exec('PRAGMA synchronous = OFF; BEGIN')
  createSchema(database)
  sealedRows(database).insert('meta', 1, jsonBody(meta))
  database.exec('COMMIT')
  // The exclusive lock tells other processes that the capture is live, and spares WAL its shared memory.
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  return database
}

function liveStore(options: LiveStoreOptions, meta: CaptureMeta, database: DatabaseSync, segment: WritableSegment): CaptureStore {
  const rows = sealedRows(database)
  let [total, events, hasFailed] = [0, 0, false]
  let { tally } = new CaptureCount()
  const store: CaptureStore = {
    content: new CaptureContent(rows, segment, () => total),
    meta,
    isLive: true,
    hasNotes: true,
    annotate: (note) => writeNote(store.content, rows, note),
    tally: () => tally,
    append: (batch) => {
      if (hasFailed) return
      try {
        assertWithinLimit(segment.sizeBytes + batch.wire.length + batch.data.length, options.limitBytes, total)
        writeBatch(database, rows, segment, batch, events)
        total += batch.frames
        events += batch.events.length
        tally = batch.tally
      } catch (error) {
        hasFailed = true
        throw diskFailure(`Recording stopped after ${total.toLocaleString('en')} frames`, error)
      }
    },
    finish: (stopped) => {
      try {
        // Leaves WAL, so that the database is one file that needs nothing beside it, and opens where nothing can be written.
        database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL')
        database.prepare('SELECT count(*) FROM sqlite_schema').get()
        writeFacts(options.folder, factsOf(store, stopped))
      } catch (error) {
        // Where the disk failed before, and that was told, it may well fail again: the next process tidies up.
        if (!hasFailed) throw diskFailure('The capture could not be completed', error)
      }
    },
    close: ({ remove }) => {
      database.close()
      segment.close()
      if (remove) rmSync(options.folder, { recursive: true, force: true })
    },
  }
  return store
}

function writeBatch(database: DatabaseSync, rows: SealedRows, segment: WritableSegment, batch: CountedBatch, events: number): void {
  const offset = segment.sizeBytes
  segment.append([batch.wire, batch.data])
  database.exec('BEGIN')
  try {
    if (batch.frames > 0) {
      placeBatch(batch.body, offset)
      rows.insert('batch', batch.first, batch.body)
    }
    for (const { facts, dataStart } of batch.messages) {
      const stored: StoredMessage = { facts, dataOffset: dataStart === null ? null : offset + dataStart }
      rows.insert('message', facts.message, jsonBody(stored))
    }
    for (const [index, json] of batch.events.entries()) rows.insert('event', events + index + 1, Buffer.from(json))
    rows.put('tally', 1, jsonBody(batch.tally))
    database.exec('COMMIT')
  } catch (error) {
    // SQLite has rolled back by itself after some errors, a full disk among them. Nodes before 22.16 do not say.
    if (database.isTransaction ?? true) database.exec('ROLLBACK')
    throw error
  }
}

function assertWithinLimit(sizeBytes: number, limitBytes: number, frames: number): void {
  if (sizeBytes <= limitBytes) return
  const limit = `${(limitBytes / 2 ** 30).toLocaleString('en', { maximumFractionDigits: 2 })} GiB`
  throw new AppError('capture.limit', `Recording stopped after ${frames.toLocaleString('en')} frames: a capture holds at most ${limit}.`, {
    hint: 'Connect again to begin a new capture, or raise the limit in the settings.',
  })
}
