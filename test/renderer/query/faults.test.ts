import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FAULT_IDS, sayFault } from '#shared/query/fault.ts'
import { ROOT } from '#test/support/built.ts'

const texts = JSON.parse(readFileSync(join(ROOT, 'renderer', 'query', 'text.en.json'), 'utf8')) as Record<string, string>

describe('the window and the terminal say the same of a fault', () => {
  it.each(FAULT_IDS)('%s', (id) => {
    const values = new Proxy({}, { get: (_, name) => `{{${String(name)}}}` })
    // The window has quotation marks where a terminal may have none.
    expect(texts[`fault_${id}`]?.replace(/[“”]/g, '"')).toBe(sayFault({ id, values }))
  })
})
