const DELIMITERS = ['\t', ',', ';', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

const LOOK_CHARS = 16_384
const MOST_LINES = 20
const MOST_COLUMNS = 1_000

/**
 * The sign that parts a table's fields; null if the text does not look like one. Every line must have the same number of fields:
 * three in two lines, or two in three, for a sentence has a comma too.
 */
export function guessDelimiter(text: string): Delimiter | null {
  const look = text.slice(0, LOOK_CHARS)
  const lines = recordsOf(look, text.length > LOOK_CHARS)
  if (lines.length < 2) return null
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, fields: commonFieldCount(lines, delimiter) }))
  const fitting = counted.filter(({ fields }) => fields >= (lines.length >= 3 ? 2 : 3) && fields <= MOST_COLUMNS)
  return fitting.sort((one, other) => other.fields - one.fields)[0]?.delimiter ?? null
}

/** The sign to read a table by that a person wants to see, however uneven it is: the one that is in most of its first records. */
export function likelyDelimiter(text: string): Delimiter {
  const guessed = guessDelimiter(text)
  if (guessed) return guessed
  const records = recordsOf(text.slice(0, LOOK_CHARS), text.length > LOOK_CHARS)
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, uses: records.filter((record) => fieldCount(record, delimiter) > 1).length }))
  const most = Math.max(...counted.map(({ uses }) => uses))
  return (most > 0 ? counted.find(({ uses }) => uses === most)?.delimiter : undefined) ?? ','
}

/** The first records; a line end within quotes belongs to its field. The last one may be cut off and is left out then. */
function recordsOf(text: string, isCut: boolean): string[] {
  const records: string[] = []
  let [start, isQuoted] = [0, false]
  for (let at = 0; at < text.length && records.length < MOST_LINES; at++) {
    const sign = text[at]
    if (sign === '"') isQuoted = !isQuoted
    else if (sign === '\n' && !isQuoted) {
      records.push(text.slice(start, at).replace(/\r$/, ''))
      start = at + 1
    }
  }
  if (records.length < MOST_LINES && !isCut && start < text.length) records.push(text.slice(start))
  return records.filter((record) => record !== '')
}

/** Fields of every record, or 0 where they differ. */
function commonFieldCount(records: readonly string[], delimiter: string): number {
  const counts = new Set(records.map((record) => fieldCount(record, delimiter)))
  return counts.size === 1 ? (counts.values().next().value ?? 0) : 0
}

function fieldCount(record: string, delimiter: string): number {
  let [count, isQuoted] = [1, false]
  for (const sign of record) {
    if (sign === '"') isQuoted = !isQuoted
    else if (sign === delimiter && !isQuoted) count++
  }
  return count
}
