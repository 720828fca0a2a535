import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CaptureStore } from './capture-store.ts'
import { diskFailure } from './disk-failure.ts'
import { createSchema } from './schema.ts'
import { jsonBody, parsedBody, type SealedRow, type SealedRows, sealedRows } from './sealed-rows.ts'
import { CHUNK_BYTES, type Segment } from './segment.ts'
import { openDatabase } from './sqlite.ts'
import { parseStoredMessage } from './stored-message.ts'

/** Bytes copied before other captures' writes get their turn. */
const SLICE_BYTES = 1024 * 1024

/**
 * Saves what the capture holds now as one file. Goes in slices, so that connections keep recording meanwhile; the file
 * takes its name when it is complete, so that there is never half a capture under it.
 *
 * @throws AppError 'capture.disk', 'capture.unreadable'
 */
export async function packCapture(store: CaptureStore, path: string): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    const database = openDatabase(temporary, { readOnly: false })
    try {
      await copyInto(database, store)
    } finally {
      database.close()
    }
    syncFile(temporary)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw diskFailure(`The capture could not be saved to ${path}`, error)
  }
}

async function copyInto(database: DatabaseSync, store: CaptureStore): Promise<void> {
  const { rows, segment, total } = store.content
  const tally = store.tally()
  const segmentBytes = segment.sizeBytes
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN')
  createSchema(database)
  const target = sealedRows(database)
  // What is appended from here on is left out: batches by their seq, messages by their frames and data.
  await copyRows(rows, 'batch', target, (row) => row.id < total)
  const messages = await copyRows(rows, 'message', target, (row) => {
    const { facts, dataOffset } = parseStoredMessage(parsedBody(row.body), row.id)
    return facts.lastSeq < total && (dataOffset === null || dataOffset + facts.length <= segmentBytes)
  })
  const events = await copyRows(rows, 'event', target, () => true)
  if (store.hasNotes) await copyRows(rows, 'note', target, (row) => row.id < total)
  await copySegment(segment, segmentBytes, target)
  target.insert('tally', 1, jsonBody(tally))
  target.insert('meta', 1, jsonBody({ ...store.meta, saved: { frames: total, messages, events, segmentBytes } }))
  database.exec('COMMIT')
}

async function copyRows(
  source: SealedRows,
  table: 'batch' | 'message' | 'event' | 'note',
  target: SealedRows,
  isWanted: (row: SealedRow) => boolean,
): Promise<number> {
  let [copied, sliceBytes] = [0, 0]
  for (let row = source.after(table, -1); row !== null; row = source.after(table, row.id)) {
    if (!isWanted(row)) continue
    target.insert(table, row.id, row.body)
    copied += 1
    sliceBytes += row.body.length
    if (sliceBytes < SLICE_BYTES) continue
    sliceBytes = 0
    await nextTurn()
  }
  return copied
}

async function copySegment(segment: Segment, sizeBytes: number, target: SealedRows): Promise<void> {
  for (let slice = 0; slice < sizeBytes; slice += SLICE_BYTES) {
    const bytes = segment.read(slice, Math.min(SLICE_BYTES, sizeBytes - slice))
    for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
      target.insert('chunk', (slice + start) / CHUNK_BYTES, bytes.subarray(start, start + CHUNK_BYTES))
    }
    await nextTurn()
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
