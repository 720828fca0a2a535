import { describe, expect, it } from 'vitest'
import { sayFault } from '#shared/query/fault.ts'
import { parseQuery } from '#shared/query/parse.ts'
import type { Query } from '#shared/query/query.ts'

const text = (of: string): Query => ({ kind: 'text', text: of })
const ping: Query = { kind: 'opcode', name: 'ping' }
const pong: Query = { kind: 'opcode', name: 'pong' }
const number = (field: 'size' | 'wire' | 'seq' | 'code', comparison: '=' | '!=' | '<' | '<=' | '>' | '>=', value: number): Query => ({
  kind: 'number',
  field,
  comparison,
  value,
})
const since = (comparison: '>' | '<', us: number): Query => ({ kind: 'time', comparison, moment: { kind: 'since', us } })

describe('a query is read as', () => {
  it.each<[string, Query]>([
    ['', { kind: 'and', terms: [] }],
    ['  ', { kind: 'and', terms: [] }],
    ['dir:in', { kind: 'direction', direction: 'in' }],
    ['op:ping', ping],
    ['op:ping|pong', { kind: 'or', terms: [ping, pong] }],
    ['op!=ping', { kind: 'not', term: ping }],
    ['not op:ping', { kind: 'not', term: ping }],
    ['-op:ping', { kind: 'not', term: ping }],
    ['op:ping op:pong', { kind: 'and', terms: [ping, pong] }],
    ['op:ping and op:pong', { kind: 'and', terms: [ping, pong] }],
    ['a b or c', { kind: 'or', terms: [{ kind: 'and', terms: [text('a'), text('b')] }, text('c')] }],
    ['a (b or c)', { kind: 'and', terms: [text('a'), { kind: 'or', terms: [text('b'), text('c')] }] }],
    ['not a b', { kind: 'and', terms: [{ kind: 'not', term: text('a') }, text('b')] }],
    ['not(a b)', { kind: 'not', term: { kind: 'and', terms: [text('a'), text('b')] } }],
    ['a (b c)', { kind: 'and', terms: [text('a'), text('b'), text('c')] }],
    ['kind:text', { kind: 'messageKind', messageKind: 'text' }],
    ['size>1k', number('size', '>', 1000)],
    ['size>=1KiB', number('size', '>=', 1024)],
    ['size > 1.5M', number('size', '>', 1_500_000)],
    ['wire<200', number('wire', '<', 200)],
    ['wire==64KiB', number('wire', '=', 65_536)],
    ['#123', number('seq', '=', 123)],
    ['seq!=5', number('seq', '!=', 5)],
    ['code:1006', number('code', '=', 1006)],
    ['t>+5s', since('>', 5_000_000)],
    ['t<250ms', since('<', 250_000)],
    ['t>14:03:05.25', { kind: 'time', comparison: '>', moment: { kind: 'clock', us: 50_585_250_000 } }],
    ['t>=2026-11-22T14:03:05Z', { kind: 'time', comparison: '>=', moment: { kind: 'date', iso: '2026-11-22T14:03:05Z' } }],
    ['gap>1s', { kind: 'gap', comparison: '>', us: 1_000_000 }],
    ['gap<=1.5ms', { kind: 'gap', comparison: '<=', us: 1500 }],
    ['fin', { kind: 'flag', flag: 'fin' }],
    ['compressed', { kind: 'flag', flag: 'compressed' }],
    ['violation', { kind: 'violation', id: null }],
    ['violation:not-utf8', { kind: 'violation', id: 'not-utf8' }],
    ['word', text('word')],
    ['http', text('http')],
    ['size', text('size')],
    ['code close', { kind: 'and', terms: [text('code'), text('close')] }],
    ['价格', text('价格')],
    ['user@example.com', text('user@example.com')],
    ['"with space"', text('with space')],
    ['"fin"', text('fin')],
    [String.raw`"a \"quoted\" \u00e9\n"`, text('a "quoted" é\n')],
    ['hex:0AFF', { kind: 'bytes', hex: '0aff' }],
    ['/^a.*b$/i', { kind: 'pattern', source: '^a.*b$', flags: 'i' }],
    [String.raw`/a\/b[/)]/`, { kind: 'pattern', source: String.raw`a\/b[/)]`, flags: '' }],
    ['json:$.a', { kind: 'json', path: '$.a', against: null }],
    ['json:$.a.b == "x"', { kind: 'json', path: '$.a.b', against: { comparison: '=', value: { kind: 'string', text: 'x' } } }],
    ["json:$.a='x y'", { kind: 'json', path: '$.a', against: { comparison: '=', value: { kind: 'string', text: 'x y' } } }],
    [
      'json:$.id = 9007199254740993',
      { kind: 'json', path: '$.id', against: { comparison: '=', value: { kind: 'number', source: '9007199254740993' } } },
    ],
    ['json:$.a != null', { kind: 'json', path: '$.a', against: { comparison: '!=', value: { kind: 'constant', constant: 'null' } } }],
    [
      `json:$.a[?@.b == ")" && @['c d'] > 1].e a`,
      { kind: 'and', terms: [{ kind: 'json', path: `$.a[?@.b == ")" && @['c d'] > 1].e`, against: null }, text('a')] },
    ],
    ['(json:$.a)', { kind: 'json', path: '$.a', against: null }],
  ])('%s', (written, query) => expect(parseQuery(written)).toEqual({ query }))
})

describe('a fault is found', () => {
  it.each<[string, string, string]>([
    // the query, what is underlined (^ where something is missing), what is said
    [
      'op:pinf',
      '   ^^^^',
      '"pinf" is nothing that "op" can be. It can be: text, binary, cont, ping, pong, close, data, control, reserved.',
    ],
    ['op:ping|', '        ^', '"" is nothing that "op" can be.'],
    ['foo:bar', '^^^', 'There is no field "foo". To search for these characters, put them in quotes.'],
    ['http://x', '^^^^', 'There is no field "http".'],
    ['a=b', '^', 'There is no field "a".'],
    ['size>', '     ^', '"size" needs a value.'],
    ['size>big', '     ^^^', '"size" is compared with a whole number such as 64 or 1.5k; "big" is none.'],
    ['size>1.2345', '     ^^^^^^', '"size" is compared with a whole number'],
    ['seq>1k', '    ^^', '"seq" is compared with a whole number such as 64; "1k" is none.'],
    ['gap>1', '    ^', '"gap" is compared with a time and its unit, such as 250ms or 1.5s; "1" is none.'],
    ['t>25:00', '  ^^^^^', '"t" is compared with a time since the beginning'],
    ['t>2026-13-41', '  ^^^^^^^^^^', '"t" is compared with'],
    ['dir<in', '^^^^', '"dir" cannot be compared with "<".'],
    ['a "b', '  ^^', 'This text has no closing quote.'],
    ['""', '^^', 'An empty text stands in every message.'],
    [String.raw`"a\q"`, '  ^^', String.raw`"\q" means nothing in a text.`],
    ['hex:0', '    ^', 'Pairs of hex digits are expected'],
    ['/ab', '^^^', 'This expression has no closing slash.'],
    ['/(/', '^^^', 'This is no regular expression: unterminated group.'],
    ['/a/gi', '   ^', 'An expression can have the flags i, m, s and u; "g" is none of them.'],
    ['json:a', '     ^', 'A JSONPath begins with "$"'],
    ['json:$[', '     ^^', 'A bracket or quote of this JSONPath is not closed.'],
    [`json:$["a]`, '     ^^^^^', 'A bracket or quote of this JSONPath is not closed.'],
    ['json:$.a == b', '            ^', 'A JSONPath is compared with a text in quotes'],
    ['json:$.a < true', '           ^^^^', '"true" cannot be compared with "<".'],
    ['lens:stomp', '^^^^^^^^^^', 'No lens is installed yet, so there is nothing that "lens:" could ask for.'],
    ['(a', '^', 'This bracket is not closed.'],
    ['a)', ' ^', 'This bracket closes nothing.'],
    ['()', ' ^', 'A term is expected here, and not ")".'],
    ['a or', '    ^', 'A term is expected here, and not the end.'],
    ['or a', '^^', 'A term is expected here, and not "or".'],
    ['not', '   ^', 'A term is expected here, and not the end.'],
    ['a and and b', '      ^^^', 'A term is expected here, and not "and".'],
    ['>5', '^', 'A term is expected here, and not ">".'],
    [`${'('.repeat(65)}a`, `${' '.repeat(64)}^`, 'Brackets and "not" stand in each other at most 64 times.'],
    ['a'.repeat(4097), `${' '.repeat(4096)}^`, 'A query has at most 4096 characters.'],
  ])('in %s', (written, underlined, said) => {
    const { fault } = parseQuery(written)
    expect(fault && ' '.repeat(fault.at) + '^'.repeat(Math.max(1, fault.length))).toBe(underlined)
    expect(fault && sayFault(fault)).toContain(said)
  })
})
