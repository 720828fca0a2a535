/**
 * - note: id is the seq of a frame, JSON: what a person said of it (notes.ts). The only table that is written to when a capture
 *   has ended.
 */
export const NOTES: readonly string[] = ['CREATE TABLE note (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)']
