import { describe, expect, it } from 'vitest'
import { formatJson } from '#renderer/composer/format-json.ts'
import { type SeededRandom, seededRandom } from '#test/support/seeded-random.ts'

describe('JSON laid out', () => {
  it('stands on lines, two spaces deeper in each container', () => {
    expect(formatJson('{"a":[1,{"b":null}],"c":{}, "d" : [ ]}')).toBe(
      ['{', '  "a": [', '    1,', '    {', '      "b": null', '    }', '  ],', '  "c": {},', '  "d": []', '}'].join('\n'),
    )
  })

  it.each([
    ['integers beyond 2^53', '[90071992547409931234,-0,1.10,1E+400]'],
    ['escapes as they were written', '["\\u00e9\\/","é/"]'],
    ['names that stand twice', '{"a":1,"a":2}'],
    ['signs within strings', '["{,:[ \\" ]}"]'],
    ['a lone value', '"x y"'],
  ])('keeps %s', (_, text) => expect(withoutSpace(formatJson(text))).toBe(withoutSpace(text)))

  it('loses no character of what is not JSON', () => {
    for (const text of ['{"a":tru', ']]]{', '{"open', 'nonsense here', '{,}']) {
      expect(withoutSpace(formatJson(text)), text).toBe(withoutSpace(text))
    }
  })

  it('means the same, and is laid out once and for all', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed)
      const text = JSON.stringify(anyValue(random, 4), null, random.pick([0, 1, 3]))
      const formatted = formatJson(text)
      expect(JSON.parse(formatted), `seed ${seed}`).toEqual(JSON.parse(text))
      expect(formatJson(formatted), `seed ${seed}`).toBe(formatted)
    }
  })

  it('goes as deep as it is asked to, and does not grow with the square of it', () => {
    const text = '['.repeat(20_000) + ']'.repeat(20_000)
    const formatted = formatJson(text)
    expect(withoutSpace(formatted)).toBe(text)
    expect(formatted.length).toBeLessThan(250 * 20_000)
  })
})

/** White space outside of strings is what may change. */
const withoutSpace = (text: string): string => text.replace(/("(?:[^"\\]|\\.)*"?)|\s+/g, (_, string?: string) => string ?? '')

function anyValue(random: SeededRandom, depth: number): unknown {
  const kind = random.below(depth > 0 ? 6 : 4)
  if (kind === 0) return random.next() * 10 ** random.below(20)
  if (kind === 1) return random.pick(['', 'a', '"quoted"', '\\', '{[,:]}', '\n\t\u0000', '\ud800', '汉字😀'])
  if (kind === 2) return random.pick([true, false, null])
  if (kind === 3) return random.below(1000)
  const items = Array.from({ length: random.below(4) }, () => anyValue(random, depth - 1))
  return kind === 4 ? items : Object.fromEntries(items.map((item, index) => [random.pick(['k', ' ', '"', '']) + index, item]))
}
