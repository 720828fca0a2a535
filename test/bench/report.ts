import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchPart, Findings } from './bench-part.ts'
import { goalsTable, markdownTable } from './tables.ts'

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'performance.md')

/**
 * Puts what a part found into docs/performance.md, between its two marks; a part that has none yet comes last.
 *
 * @param run of describeRun
 */
export function writeFindings({ name, title }: BenchPart, findings: Findings, run: string): void {
  const [begin, end] = [`<!-- bench ${name} -->`, `<!-- /bench ${name} -->`]
  const notes = findings.notes?.map((note) => `- ${note}`).join('\n')
  const goals = findings.goals?.length ? markdownTable(goalsTable(findings.goals)) : ''
  const section = [begin, `### ${title}`, run, markdownTable(findings), notes, goals, end].filter((part) => part).join('\n\n')
  const text = readFileSync(FILE, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  const isThere = from !== -1 && to > from
  writeFileSync(FILE, isThere ? text.slice(0, from) + section + text.slice(to + end.length) : `${text.trimEnd()}\n\n${section}\n`)
}
