import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { STANDARD_QUERIES } from '#renderer/query/standard-queries.ts'
import { parseQuery } from '#shared/query/parse.ts'
import { printQuery } from '#shared/query/print.ts'
import { ROOT } from '#test/support/built.ts'

const page = readFileSync(join(ROOT, 'docs', 'query.md'), 'utf8')
const queries = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, written]) => written!.replaceAll('\\|', '|'))

describe('docs/query.md', () => {
  it('has examples', () => expect(queries.length).toBeGreaterThan(25))
  it.each(queries)('%s is a query, and reads the same when it is printed', (written) => {
    const { query, fault } = parseQuery(written)
    expect(fault).toBeUndefined()
    expect(parseQuery(printQuery(query!))).toEqual({ query })
  })
})

describe('the queries that everybody has', () => {
  it.each(STANDARD_QUERIES.map(({ text }) => text))('%s', (written) => expect(parseQuery(written).fault).toBeUndefined())
})
