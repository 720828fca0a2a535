/** Replaces [start, end) of a source by a text. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * The part [start, end) of a source with the edits that lie in it. What is inserted at one place
 * comes in the order it was given, and before what is replaced there.
 *
 * @returns null where two edits overlap
 */
export function applyEdits(source: string, edits: readonly TextEdit[], start = 0, end = source.length): string | null {
  let result = ''
  let at = start
  for (const edit of edits.toSorted((a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start))) {
    if (edit.start < at || edit.end > end) return null
    result += source.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + source.slice(at, end)
}

/** Offset of the first character of the line that `offset` is on. */
export const lineStart = (source: string, offset: number): number => source.lastIndexOf('\n', offset - 1) + 1

/** Offset of the line break that ends the line `offset` is on (of its CR, where there is one), or of the end. */
export function lineEnd(source: string, offset: number): number {
  const newline = source.indexOf('\n', offset)
  if (newline < 0) return source.length
  return newline > offset && source[newline - 1] === '\r' ? newline - 1 : newline
}

/** Offset of the line behind the one `offset` is on. */
export function nextLine(source: string, offset: number): number {
  const newline = source.indexOf('\n', offset)
  return newline < 0 ? source.length : newline + 1
}

/** The 1-based line that `offset` is on. */
export function lineNumber(source: string, offset: number): number {
  let line = 1
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) line++
  return line
}
