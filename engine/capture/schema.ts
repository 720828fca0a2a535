import type { DatabaseSync } from 'node:sqlite'
import { TABLES } from './migrations/002-tables.ts'
import { TALLY } from './migrations/003-tally.ts'
import { NOTES } from './migrations/004-notes.ts'

/** 'SOCK' in ASCII: what `file` and SQLite's header call the kind of this database. */
export const APPLICATION_ID = 0x534f434b

/** Version 1 was never released: its batches were not packed. */
const FIRST_VERSION = 2

/**
 * What each version of the format added, oldest first. An old one is never edited, since files made with it exist. A capture is
 * never brought to a newer version, for it may be read-only or somebody else's: each version is read as it is.
 */
const MIGRATIONS: readonly (readonly string[])[] = [TABLES, TALLY, NOTES]

/** The version this Sockscope writes, as SQLite's user_version. It reads this and every older one that was released. */
export const FORMAT_VERSION = FIRST_VERSION + MIGRATIONS.length - 1

/** The first version that has a tally. */
export const TALLY_VERSION = 3
/** The first version that has notes. */
export const NOTES_VERSION = 4

export const isReleasedVersion = (version: number): boolean => version >= FIRST_VERSION

/** Makes a new, empty database into a capture. @param version of the format; the current one but in tests */
export function createSchema(database: DatabaseSync, version = FORMAT_VERSION): void {
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version}`)
  for (const statement of statementsOf(version)) database.exec(statement)
}

/**
 * Whether the database's schema is word for word the one of `version`. A file from elsewhere may hold
 * triggers, views or virtual tables that run when a table is read: such a file is not read at all.
 */
export function hasSchema(database: DatabaseSync, version: number): boolean {
  const found = database.prepare('SELECT sql FROM sqlite_schema ORDER BY rowid LIMIT 100').all()
  const expected = statementsOf(version)
  return found.length === expected.length && found.every((row, index) => row.sql === expected[index])
}

const statementsOf = (version: number): string[] => MIGRATIONS.slice(0, version - FIRST_VERSION + 1).flat()
