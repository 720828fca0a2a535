/**
 * - tally: one row, id 1, JSON; what was counted up to the last batch, written with it. Before, whoever wanted to know how
 *   many messages a capture has had to read all of it.
 */
export const TALLY: readonly string[] = ['CREATE TABLE tally (id INTEGER PRIMARY KEY, body BLOB NOT NULL, crc INTEGER NOT NULL)']
