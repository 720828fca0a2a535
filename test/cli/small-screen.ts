const ESCAPE = '\x1b'
/** Escape sequences that a line editor uses: cursor moves, clearing, and colours, which change nothing here. */
const SEQUENCE = /^\[(\d*)(?:;\d+)*([A-DGJKm])|^\[\?\d+[hl]/

/** What a terminal `columns` wide would show, as rows from the first to the last that was written to. */
export function rowsShown(output: string, columns: number): string[] {
  const rows: string[][] = [[]]
  let row = 0
  let column = 0
  const put = (character: string): void => {
    if (column === columns) [row, column] = [row + 1, 0]
    while (rows.length <= row) rows.push([])
    const cells = rows[row] ?? []
    while (cells.length < column) cells.push(' ')
    cells[column++] = character
  }
  const obey = (amount: number | null, action: string | undefined): void => {
    if (action === 'A') row = Math.max(0, row - (amount ?? 1))
    if (action === 'B') row += amount ?? 1
    if (action === 'C') column += amount ?? 1
    if (action === 'D') column = Math.max(0, column - (amount ?? 1))
    if (action === 'G') column = (amount ?? 1) - 1
    if (action === 'J' || action === 'K') rows[row]?.splice(column)
    if (action === 'J') rows.splice(row + 1)
  }
  for (let at = 0; at < output.length; ) {
    const sequence = output[at] === ESCAPE ? SEQUENCE.exec(output.slice(at + 1, at + 20)) : null
    const character = String.fromCodePoint(output.codePointAt(at) ?? 0)
    if (sequence) obey(sequence[1] ? Number(sequence[1]) : null, sequence[2])
    else if (character === '\r') column = 0
    else if (character === '\n') rows[++row] ??= []
    else put(character)
    at += sequence ? ESCAPE.length + sequence[0].length : character.length
  }
  return rows.map((cells) => cells.join(''))
}
