import { describe, expect, it } from 'vitest'
import { escapeTemplate, parseTemplate, type Template } from '#shared/template/parse-template.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

/** A template without its places. */
const shape = (template: Template): unknown[] =>
  template.map((part) => {
    if (part.kind === 'text') return part.text
    if (part.kind === 'variable') return { variable: part.name }
    if (part.kind === 'call') return { call: part.name, args: part.args.map(shape) }
    return { broken: part.problem }
  })

describe('a text with variables', () => {
  it.each<[string, string, unknown[]]>([
    ['nothing', '', []],
    ['no variable', 'a { b }} c', ['a { b }} c']],
    ['one variable', 'wss://{{host}}/x', ['wss://', { variable: 'host' }, '/x']],
    ['space around the name', '{{ host }}', [{ variable: 'host' }]],
    ['names with dots, dashes and letters of any script', '{{a.b-c_1}}{{名前}}', [{ variable: 'a.b-c_1' }, { variable: '名前' }]],
    ['a function', '{{$uuid}}', [{ call: 'uuid', args: [] }]],
    ['arguments', '{{$randomInt 1  6}}', [{ call: 'randomInt', args: [['1'], ['6']] }]],
    ['a quoted argument', '{{$base64 "a \\"b\\" \\\\ }} c"}}', [{ call: 'base64', args: [['a "b" \\ }} c']] }]],
    ['an empty argument', '{{$base64 ""}}', [{ call: 'base64', args: [[]] }]],
    [
      'placeholders in arguments',
      '{{$hmacSha256 {{key}} "{{$timestamp}}:GET"}}',
      [{ call: 'hmacSha256', args: [[{ variable: 'key' }], [{ call: 'timestamp', args: [] }, ':GET']] }],
    ],
    ['an escape', '\\{{name}}', ['{{name}}']],
    ['an escape inside quotes', '{{$base64 "\\{{x}}"}}', [{ call: 'base64', args: [['{{x}}']] }]],
    ['three braces', '{{{a}}}', [{ broken: 'name' }, '}']],
    ['a placeholder that is open', 'a {{name', ['a ', { broken: 'open' }]],
    ['one that is open up to the end of its line', '{{name\n}} {{b}}', [{ broken: 'open' }, '\n}} ', { variable: 'b' }]],
    ['an empty one', '{{ }}', [{ broken: 'empty' }]],
    ['what is no name', '{{#each items}}', [{ broken: 'name' }]],
    ['arguments behind a variable', '{{name x}}', [{ broken: 'name' }]],
    ['a quoted name', '{{"name"}}', [{ broken: 'name' }]],
    ['an open quote', '{{$base64 "x}}', [{ broken: 'quote' }]],
    ['a computed name', '{{{{a}}}}', [{ broken: 'name' }]],
  ])('is read: %s', (_, text, expected) => expect(shape(parseTemplate(text))).toEqual(expected))

  it('says where each part stands', () => {
    expect(parseTemplate('a{{b}}\\{{c').map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [1, 6],
      [6, 10],
    ])
  })

  it('refuses placeholders nested without end, and reads on', () => {
    const deep = `${'{{$f "'.repeat(40)}${'"}}'.repeat(40)}`
    expect(JSON.stringify(shape(parseTemplate(deep)))).toContain('deep')
    expect(parseTemplate('{{$f '.repeat(100_000)).length).toBeGreaterThan(0)
  })

  it('is covered whole by its parts, and an escaped text reads as itself, whatever it is (seeded)', () => {
    const random = seededRandom(20_261_122)
    const pieces = ['{{', '}}', '\\', '"', '$', 'a', ' ', '\n', '名', '{', '}']
    for (let round = 0; round < 5_000; round += 1) {
      const text = Array.from({ length: random.below(24) }, () => random.pick(pieces)).join('')
      let at = 0
      for (const { start, end } of parseTemplate(text)) {
        expect(start, text).toBe(at)
        expect(end, text).toBeGreaterThan(start)
        at = end
      }
      expect(at, text).toBe(text.length)
    }
    for (const text of ['{{x}}', 'plain', '{{{{', 'a {{$f}} b']) expect(shape(parseTemplate(escapeTemplate(text))).join('')).toBe(text)
  })
})
