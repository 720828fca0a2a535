import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { BenchPart, Findings } from './bench-part.ts'
import { startFloodServer } from './flood.ts'
import { describeRun } from './machine.ts'
import { PARTS } from './parts.ts'
import { writeFindings } from './report.ts'
import { goalsTable, textTable } from './tables.ts'

/**
 * `npm run bench`: how fast Sockscope is, part by part (parts.ts).
 *
 * --full          long enough to judge by; without it a few minutes that show a trend
 * --only NAME     one part; may be given several times
 * --write         puts what was found into docs/performance.md
 */

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    write: { type: 'boolean', default: false },
  },
})
const unknown = values.only?.filter((name) => !PARTS.some((part) => part.name === name)) ?? []
if (unknown.length > 0) {
  console.error(`No part is called ${unknown.join(', ')}. There are: ${PARTS.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const say = (line: string) => console.error(`  ${line} …`)

async function runPart(part: BenchPart): Promise<Findings> {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-bench-'))
  const floods = await startFloodServer()
  try {
    return await part.run({ isFull: values.full, folder, floods, say })
  } finally {
    floods.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

for (const part of PARTS.filter(({ name }) => values.only?.includes(name) ?? true)) {
  console.log(`\n${part.title}`)
  const before = describeRun(values.full)
  const findings = await runPart(part)
  console.log(textTable(findings))
  for (const note of findings.notes ?? []) console.log(note)
  if (findings.goals?.length) console.log(`\n${textTable(goalsTable(findings.goals))}`)
  if (values.write) writeFindings(part, findings, before)
}
