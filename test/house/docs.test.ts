import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '#shared/errors.ts'
import { ROOT } from '#test/support/built.ts'

describe('docs/errors.md', () => {
  const sections = readFileSync(join(ROOT, 'docs', 'errors.md'), 'utf8')
    .split(/^### /m)
    .slice(1)
  const paragraphs = new Map(
    sections.map((section) => {
      const [code = '', ...lines] = section.split('\n')
      return [
        code,
        lines
          .join('\n')
          .replace(/^## [\s\S]*/m, '')
          .trim(),
      ]
    }),
  )

  it.each(ERROR_CODES)('has a paragraph for %s', (code) => expect(paragraphs.get(code)?.length).toBeGreaterThan(40))
  it('has none for a code that there is not', () =>
    expect([...paragraphs.keys()].filter((code) => !(ERROR_CODES as readonly string[]).includes(code))).toEqual([]))
  it('has each once, in the order of the list', () => expect(sections.map((section) => section.split('\n')[0])).toEqual([...ERROR_CODES]))
})
