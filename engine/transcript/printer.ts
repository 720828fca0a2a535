import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { SockscopeRecord } from '#shared/model/records.ts'

/** Where lines go: a pipe, a file, or the screen above a line that is being typed. */
export interface LineOutput {
  /** Without the line end. */
  readonly line: (text: string) => void
}

/** Turns the records of a connection, in the order they happened, into lines. */
export interface RecordPrinter {
  /** @param payload of a frame, unmasked; records do not carry it, and only people's lines show it */
  readonly print: (record: SockscopeRecord, payload: Uint8Array) => void
  /** If there, prints a hop in place of its record: the report knows more, and fewer people want it. */
  readonly printHop?: (report: HandshakeReport) => void
}

/** Newline-delimited JSON: one record a line, with exactly the names of docs/formats.md. */
export const jsonPrinter = (output: LineOutput): RecordPrinter => ({
  print: (record) => output.line(JSON.stringify(record)),
})
