import type { Table } from './read-table.ts'

const [LEAST_CHARS, MOST_CHARS] = [4, 40]
const LOOKED_AT = 200

/** A width for each column, in characters, by what stands in the first records. */
export function columnWidths({ records, columns }: Table): readonly number[] {
  const looked = records.slice(0, LOOKED_AT)
  return Array.from({ length: columns }, (_, column) => {
    const longest = looked.reduce((most, record) => Math.max(most, record[column]?.length ?? 0), LEAST_CHARS)
    return Math.min(MOST_CHARS, longest + 1)
  })
}

/** Columns with nothing but numbers below the head stand right. */
export function numericColumns({ records, columns }: Table): readonly boolean[] {
  const looked = records.slice(1, LOOKED_AT)
  return Array.from({ length: columns }, (_, column) => {
    const fields = looked.map((record) => record[column] ?? '').filter((field) => field !== '')
    return fields.length > 0 && fields.every((field) => /^[-+]?[\d.,\s]*\d[\d.,]*(?:e[-+]?\d+)?%?$/i.test(field))
  })
}
