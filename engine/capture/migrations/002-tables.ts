/**
 * All tables have one shape: a key, a body and the CRC-32 over both (sealed-rows.ts).
 * - meta: one row, id 1, JSON.
 * - batch: id is the seq of its first frame; the body is packed-columns.ts.
 * - message: id is the message's number, JSON; only messages that a batch cannot describe (several frames, told late).
 * - event: numbered from 1, JSON.
 * - chunk: numbered from 0; the segment, in pieces (pack.ts). Empty in a capture's folder: there it is a file beside.
 */
export const TABLES: readonly string[] = [
  'CREATE TABLE meta (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)',
  'CREATE TABLE batch (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)',
  'CREATE TABLE message (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)',
  'CREATE TABLE event (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)',
  'CREATE TABLE chunk (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)',
]
