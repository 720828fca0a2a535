import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import { unreadable } from './unreadable.ts'

/** The tables of migrations/ with the largest body, in bytes, that is read: a hostile file must not fill memory. */
const LARGEST_BODY = {
  meta: 64 * 1024,
  batch: 512 * 1024,
  message: 4 * 1024,
  event: 32 * 1024 * 1024,
  chunk: 16 * 1024,
  tally: 4 * 1024,
  note: 16 * 1024,
} as const

export type Table = keyof typeof LARGEST_BODY
const TABLE_NUMBER: Record<Table, number> = { meta: 1, batch: 2, message: 3, event: 4, chunk: 5, tally: 6, note: 7 }

export interface SealedRow {
  readonly id: number
  readonly body: Uint8Array
}

/**
 * Rows with a checksum over table, key and body. SQLite notices damage to its own structure, not to a row's
 * content; with the seal a capture reads back as it was written or not at all.
 * Every read throws AppError 'capture.unreadable' where a seal is broken.
 */
export interface SealedRows {
  readonly insert: (table: Table, id: number, body: Uint8Array) => void
  /** In place of a row of that key, if there is one. */
  readonly put: (table: Table, id: number, body: Uint8Array) => void
  /** Nothing where there is none. */
  readonly remove: (table: Table, id: number) => void
  readonly read: (table: Table, id: number) => Uint8Array | null
  /** The row with the largest key that is not above `id`. */
  readonly atOrBefore: (table: Table, id: number) => SealedRow | null
  /** The row with the smallest key above `id`. */
  readonly after: (table: Table, id: number) => SealedRow | null
  /** How many rows, counting no further than `atMost`. */
  readonly count: (table: Table, atMost: number) => number
}

export function sealedRows(database: DatabaseSync): SealedRows {
  const prepare = statementsOf(database)
  const select = (table: Table, rest: string, id: number) => {
    // A body too large, or of another type, comes as NULL: length() alone reads no more than the row's header.
    const body = `CASE WHEN typeof(body) = 'blob' AND length(body) <= ${LARGEST_BODY[table]} THEN body END AS body`
    return opened(table, prepare(`SELECT id, ${body}, crc FROM ${table} WHERE ${rest} LIMIT 1`).get(id))
  }
  return {
    insert: (table, id, body) => {
      prepare(`INSERT INTO ${table} (id, body, crc) VALUES (?, ?, ?)`).run(id, body, sealOf(table, id, body))
    },
    put: (table, id, body) => {
      prepare(`INSERT OR REPLACE INTO ${table} (id, body, crc) VALUES (?, ?, ?)`).run(id, body, sealOf(table, id, body))
    },
    remove: (table, id) => {
      prepare(`DELETE FROM ${table} WHERE id = ?`).run(id)
    },
    read: (table, id) => select(table, 'id = ?', id)?.body ?? null,
    atOrBefore: (table, id) => select(table, 'id <= ? ORDER BY id DESC', id),
    after: (table, id) => select(table, 'id > ? ORDER BY id', id),
    count: (table, atMost) => Number(prepare(`SELECT count(*) AS rows FROM (SELECT 1 FROM ${table} LIMIT ?)`).get(atMost)?.rows),
  }
}

function statementsOf(database: DatabaseSync): (sql: string) => StatementSync {
  const prepared = new Map<string, StatementSync>()
  return (sql) => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }
}

const keyBytes = new Float64Array(2)

function sealOf(table: Table, id: number, body: Uint8Array): number {
  keyBytes[0] = TABLE_NUMBER[table]
  keyBytes[1] = id
  return crc32(body, crc32(keyBytes))
}

function opened(table: Table, row: Record<string, unknown> | undefined): SealedRow | null {
  if (row === undefined) return null
  const { id, body, crc } = row
  if (typeof id !== 'number' || !(body instanceof Uint8Array) || crc !== sealOf(table, id, body)) {
    throw unreadable(`a ${table} record is damaged`)
  }
  return { id, body }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export const jsonBody = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value))

/** @throws AppError 'capture.unreadable' */
export function parsedBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(body))
  } catch (error) {
    throw unreadable('a record is not JSON', error)
  }
}
