import { describe, expect, it } from 'vitest'
import { completeQuery } from '#shared/query/complete.ts'
import { parseQuery } from '#shared/query/parse.ts'
import { printQuery } from '#shared/query/print.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { randomQuery } from './random-query.ts'

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 32)
const PIECES = [
  'dir:',
  'op:',
  'text',
  '"',
  '\\',
  '/',
  '(',
  ')',
  ' ',
  'not ',
  'or',
  'json:$',
  '[',
  ']',
  '.',
  '>',
  '=',
  '!',
  '1k',
  '-',
  '#',
  'é',
  '\ud800',
  '\0',
]

describe(`the language of queries (SEED=${SEED})`, () => {
  it('prints every query so that it reads the same', () => {
    const random = seededRandom(SEED)
    for (let round = 0; round < 3000; round++) {
      const query = randomQuery(random)
      const printed = printQuery(query)
      expect(parseQuery(printed), printed).toEqual({ query })
    }
  })

  it('never throws, whatever is written: its fault lies within the text', () => {
    const random = seededRandom(SEED)
    for (let round = 0; round < 20_000; round++) {
      const written = random.chance(0.5)
        ? Array.from({ length: random.below(12) }, () => random.pick(PIECES)).join('')
        : String.fromCharCode(...random.bytes(random.below(40)))
      const { query, fault } = parseQuery(written)
      completeQuery(written, random.below(written.length + 1))
      if (query) expect(parseQuery(printQuery(query)), JSON.stringify(written)).toEqual({ query })
      else expect(fault.at >= 0 && fault.length >= 0 && fault.at + fault.length <= written.length, JSON.stringify(written)).toBe(true)
    }
  })
})
