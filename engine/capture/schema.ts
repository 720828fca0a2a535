import type { DatabaseSync } from 'node:sqlite'

/** 'SOCK' in ASCII: what `file` and SQLite's header call the kind of this database. */
export const APPLICATION_ID = 0x534f434b

/** Version 1 was never released: its batches were not packed. */
const FIRST_VERSION = 2

/**
 * One statement list per version of the format, oldest first; an old one is never edited, since files made with it exist.
 *
 * All tables have one shape: a key, a body and the CRC-32 over both (sealed-rows.ts).
 * - meta: one row, id 1, JSON.
 * - batch: id is the seq of its first frame; the body is packed-columns.ts.
 * - message: id is the message's number, JSON; only messages that a batch cannot describe (several frames, told late).
 * - event: numbered from 1, JSON.
 * - chunk: numbered from 0; the segment, in pieces (pack.ts). Empty while the capture is live: then it is a file beside.
 */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    'CREATE TABLE meta (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)',
    'CREATE TABLE batch (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)',
    'CREATE TABLE message (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)',
    'CREATE TABLE event (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)',
    'CREATE TABLE chunk (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)',
  ],
]

/** The version this Sockscope writes, as SQLite's user_version. It reads this and every older one that was released. */
export const FORMAT_VERSION = FIRST_VERSION + MIGRATIONS.length - 1

export const isReleasedVersion = (version: number): boolean => version >= FIRST_VERSION

/** Makes a new, empty database into a capture of the current format. */
export function createSchema(database: DatabaseSync): void {
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}`)
  for (const statement of MIGRATIONS.flat()) database.exec(statement)
}

/**
 * Whether the database's schema is word for word the one of `version`. A file from elsewhere may hold
 * triggers, views or virtual tables that run when a table is read: such a file is not read at all.
 */
export function hasSchema(database: DatabaseSync, version: number): boolean {
  const found = database.prepare('SELECT sql FROM sqlite_schema ORDER BY rowid LIMIT 100').all()
  const expected = MIGRATIONS.slice(0, version - FIRST_VERSION + 1).flat()
  return found.length === expected.length && found.every((row, index) => row.sql === expected[index])
}
