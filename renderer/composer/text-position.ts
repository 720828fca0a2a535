/** A place in a text as people count: both from 1, columns in characters (code points). */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

/** The place of a UTF-16 offset; lines end with LF, CR or CRLF. */
export function positionOf(text: string, offset: number): TextPosition {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 }
}
