import { describe, expect, it } from 'vitest'
import type { JsonDocument } from '#renderer/inspector/json/json-document.ts'
import { type JsonFault, JsonReader, type JsonResult, readJson } from '#renderer/inspector/json/json-reader.ts'
import { type SeededRandom, seededRandom } from '#test/support/seeded-random.ts'

function read(text: string): JsonResult {
  const result = new JsonReader(text).read(Number.POSITIVE_INFINITY)
  if (!result) throw new Error('The reader stopped before the end.')
  return result
}

function documentOf(text: string): JsonDocument {
  const result = read(text)
  if ('fault' in result) throw new Error(`${result.fault.reason} at ${result.fault.offset}`)
  return result.document
}

function faultOf(text: string): JsonFault {
  const result = read(text)
  if ('document' in result) throw new Error('The text was accepted.')
  return result.fault
}

/** What the tree says, put together again without the space between. */
function written(document: JsonDocument, node = 0): string {
  if (!document.isContainer(node)) return document.raw(node)
  const parts = document.children(node).map((child) => {
    const key = document.rawKey(child)
    return key === null ? written(document, child) : `${key}:${written(document, child)}`
  })
  return document.kind(node) === 'object' ? `{${parts.join(',')}}` : `[${parts.join(',')}]`
}

const isAccepted = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('what a JSON tree keeps', () => {
  it.each([
    '9007199254740993',
    '1.0',
    '-0',
    '1e400',
    '1E+02',
    '0.10000000000000000000000000000000001',
    '"\\u0041\\/\\n"',
    '"\u2028\ud83d\ude00"',
    '"\ud800"',
    '{"a":1,"a":2,"__proto__":3}',
    '[]',
    '{}',
    'null',
  ])('%s exactly as it was written', (text) => {
    expect(written(documentOf(text))).toBe(text)
  })

  it('gives every value its place in a deep and a broad text', () => {
    const document = documentOf(' { "a" : [ 1 , { "b" : true } , [ ] ] , "c" : "d" } ')
    expect(document.childCount(0)).toBe(2)
    const [list, last] = document.children(0)
    expect(document.children(list!).map((node) => document.raw(node))).toEqual(['1', '{ "b" : true }', '[ ]'])
    expect(document.children(list!, 1, 2).map((node) => document.kind(node))).toEqual(['object'])
    expect([document.key(last!), document.raw(last!)]).toEqual(['c', '"d"'])
  })

  it('reads 100,000 levels without a stack', () => {
    const depth = 100_000
    const document = documentOf('['.repeat(depth) + ']'.repeat(depth))
    expect(document.count).toBe(depth)
    expect(document.path(depth - 1)).toHaveLength(1 + 3 * (depth - 1))
    expect(faultOf('['.repeat(depth))).toMatchObject({ reason: 'unfinished', column: depth + 1 })
  })

  it('reads in pieces to the same end', async () => {
    const text = JSON.stringify(Array.from({ length: 5000 }, (_, index) => ({ index })))
    const result = await readJson(text)
    expect('document' in result && written(result.document)).toBe(text)
  })
})

describe('a path (RFC 9535 section 2.7)', () => {
  it.each([
    ['{"a":{"b":[0,{"c":1}]}}', '1', "$['a']['b'][1]['c']"],
    [`{"it's":7}`, '7', "$['it\\'s']"],
    ['{"\\u000b":7}', '7', "$['\\u000b']"],
    ['{"a\\nb\\\\":7}', '7', "$['a\\nb\\\\']"],
    ['{"☺":7}', '7', "$['☺']"],
  ])('in %s leads to %s', (text, value, path) => {
    const document = documentOf(text)
    const node = Array.from({ length: document.count }, (_, index) => index).findLast((index) => document.raw(index) === value)
    expect(document.path(node!)).toBe(path)
  })
})

describe('a text that is not JSON', () => {
  it.each([
    ['', { reason: 'unfinished', line: 1, column: 1, found: '' }],
    ['{"a":1,}', { reason: 'unexpected', column: 8, found: '}' }],
    ['[1,]', { reason: 'unexpected', column: 4, found: ']' }],
    ['[01]', { reason: 'unexpected', column: 3, found: '1' }],
    ['1.', { reason: 'unfinished', column: 3 }],
    ['[1.]', { reason: 'number', column: 4, found: ']' }],
    ['-x', { reason: 'number', column: 2 }],
    ['{a:1}', { reason: 'unexpected', column: 2, found: 'a' }],
    ['"a\nb"', { reason: 'control-character', line: 1, column: 3, found: '\n' }],
    ['"\\x"', { reason: 'escape', column: 2 }],
    ['"\\u12g4"', { reason: 'escape', column: 2 }],
    ['"abc', { reason: 'unfinished', column: 5 }],
    ['{} x', { reason: 'trailing', column: 4, found: 'x' }],
    ['\ufeff{}', { reason: 'unexpected', column: 1 }],
    ['[\n  "😀",\r\n  nul\n]', { reason: 'unexpected', line: 3, column: 3, found: 'n' }],
    ['["😀" x]', { reason: 'unexpected', column: 6, found: 'x' }],
  ])('%j is refused with the place', (text, expected) => {
    expect(faultOf(text)).toMatchObject(expected)
  })
})

describe('compared with JSON.parse', () => {
  const SEED = 20261122

  it('accepts the same texts and says the same values', () => {
    const random = seededRandom(SEED)
    for (let round = 0; round < 20_000; round++) {
      const text = random.chance(0.5) ? randomJson(random, 4) : mutated(random, randomJson(random, 3))
      const result = read(text)
      expect('document' in result, `seed ${SEED}, round ${round}: ${JSON.stringify(text)}`).toBe(isAccepted(text))
      if (!('document' in result)) continue
      expect(JSON.parse(written(result.document)), `seed ${SEED}, round ${round}`).toEqual(JSON.parse(text))
      expect(result.document.raw(0), `seed ${SEED}, round ${round}`).toBe(text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, ''))
    }
  })
})

const SCALARS = [
  '0',
  '-0',
  '1.0',
  '12e3',
  '1E-7',
  '9007199254740993',
  'true',
  'false',
  'null',
  '""',
  '"a\\"b"',
  '"\\u00e9"',
  '"é😀"',
  '"\\\\"',
]
const SPACES = ['', '', ' ', '\n', '\t', '\r\n']

function randomJson(random: SeededRandom, depth: number): string {
  const space = () => random.pick(SPACES)
  if (depth === 0 || random.chance(0.4)) return `${space()}${random.pick(SCALARS)}${space()}`
  const items = Array.from({ length: random.below(4) }, () => randomJson(random, depth - 1))
  if (random.chance(0.5)) return `${space()}[${items.join(',') || space()}]${space()}`
  return `${space()}{${items.map((item) => `${space()}${random.pick(['"a"', '"b"', '"\\n"'])}${space()}:${item}`).join(',') || space()}}${space()}`
}

const NOISE = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '-',
  '.',
  'e',
  '0',
  '1',
  ' ',
  '\n',
  '\u0001',
  '\u00a0',
  '\ufeff',
  'tru',
  'u12',
  '\ud800',
]

function mutated(random: SeededRandom, text: string): string {
  const at = random.below(text.length + 1)
  const removed = random.below(3)
  return text.slice(0, at) + (random.chance(0.6) ? random.pick(NOISE) : '') + text.slice(at + removed)
}
