import type { Findings, Goal } from './bench-part.ts'

type Table = Pick<Findings, 'columns' | 'rows'>

const verdictOf = ({ isMet }: Goal): string => (isMet === null ? 'too short to tell' : isMet ? 'met' : 'missed')

export const goalsTable = (goals: readonly Goal[]): Table => ({
  columns: ['goal', 'asked', 'measured', ''],
  rows: goals.map((each) => [each.what, each.goal, each.measured, verdictOf(each)]),
})

/** For a terminal. */
export function textTable({ columns, rows }: Table): string {
  const lines = [columns, ...rows]
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  const written = lines.map((line) =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   '),
  )
  return written.map((line) => line.trimEnd()).join('\n')
}

/** For a document. */
export function markdownTable({ columns, rows }: Table): string {
  const ruler = columns.map((_, column) => (column === 0 ? '---' : '--:'))
  return [columns, ruler, ...rows].map((line) => `| ${line.join(' | ')} |`).join('\n')
}
