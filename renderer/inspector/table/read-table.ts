import Papa from 'papaparse'
import type { ByteSource } from '../byte-source.ts'
import { decodeUtf8 } from '../text/payload-text.ts'
import { wholeLength } from '../text/utf8.ts'
import { inTurns } from '../turns.ts'
import { type Delimiter, likelyDelimiter } from './guess-delimiter.ts'

/** What is read as a table; the rest of a longer payload is in its text. */
export const MOST_TABLE_BYTES = 8 * 1024 * 1024
export const MOST_RECORDS = 200_000
export const MOST_COLUMNS = 200
const RECORDS_PER_STEP = 500

export interface Table {
  readonly delimiter: Delimiter
  readonly records: readonly (readonly string[])[]
  /** Fields of the longest record, at most MOST_COLUMNS. */
  readonly columns: number
  /** Records with more or fewer fields than the first, and quotes that are not closed. */
  readonly oddRecords: number
  readonly hasMoreColumns: boolean
  /** Not all of the payload was read. */
  readonly isCut: boolean
}

/** Reads delimited text by RFC 4180, giving the window its turn while it does. Rejects with AppError. */
export async function readTable(source: ByteSource): Promise<Table> {
  const bytes = await source.read(0, MOST_TABLE_BYTES)
  const isCut = bytes.length < source.total
  const { text } = decodeUtf8(isCut ? bytes.subarray(0, wholeLength(bytes)) : bytes)
  return parseTable(text.replace(/^\ufeff/, ''), isCut)
}

/** `isCut`: the text goes on, so that its last record is not whole and is left out. */
export async function parseTable(text: string, isCut: boolean): Promise<Table> {
  const delimiter = likelyDelimiter(text)
  const records: string[][] = []
  let [oddRecords, columns, at] = [0, 0, 0]
  await inTurns(function* () {
    const newline = lineEnd(text)
    while (at < text.length && records.length < MOST_RECORDS) {
      // fastMode would split all that is left at every step.
      const options = { delimiter, newline, preview: RECORDS_PER_STEP, fastMode: false } as const
      const { data, errors, meta } = Papa.parse<string[]>(text.slice(at), options)
      for (const record of data) {
        if (record.length === 1 && record[0] === '') continue
        columns = Math.max(columns, record.length)
        if (records.length > 0 && record.length !== records[0]?.length) oddRecords++
        records.push(record)
      }
      oddRecords += errors.length
      if (meta.cursor === 0) return
      at += meta.cursor
      yield
    }
  })
  if (isCut && at >= text.length) records.pop()
  const isWhole = !isCut && at >= text.length
  return {
    delimiter,
    records,
    columns: Math.min(columns, MOST_COLUMNS),
    oddRecords,
    hasMoreColumns: columns > MOST_COLUMNS,
    isCut: !isWhole,
  }
}

/** As the first line ends. */
function lineEnd(text: string): '\n' | '\r\n' | '\r' {
  const lineFeed = text.indexOf('\n')
  if (lineFeed === -1) return text.includes('\r') ? '\r' : '\n'
  return text[lineFeed - 1] === '\r' ? '\r\n' : '\n'
}
