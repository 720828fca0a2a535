import { describe, expect, it } from 'vitest'
import { type FindQuery, hexBytes, problemOf, type Span } from '#renderer/inspector/find/find-query.ts'
import { Finder } from '#renderer/inspector/find/finder.ts'
import { matcherOf } from '#renderer/inspector/find/matchers.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const ALL = 10_000

function find(bytes: Uint8Array, query: Partial<FindQuery>, sliceBytes = bytes.length): Span[] {
  const finder = new Finder(matcherOf({ mode: 'text', text: '', isCaseSensitive: false, ...query }))
  const spans: Span[] = []
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    spans.push(...finder.feed(bytes.subarray(at, at + sliceBytes), at + sliceBytes >= bytes.length, ALL))
  }
  return spans
}

const found = (text: string, query: Partial<FindQuery>, sliceBytes?: number): string[] =>
  find(utf8(text), query, sliceBytes).map(({ start, end }) => new TextDecoder().decode(utf8(text).subarray(start, end)))

describe('finding in bytes', () => {
  it('finds text, with its case or without', () => {
    expect(found('Trade trade TRADE', { text: 'trade' })).toEqual(['Trade', 'trade', 'TRADE'])
    expect(found('Trade trade TRADE', { text: 'trade', isCaseSensitive: true })).toEqual(['trade'])
    expect(found('Straße ÄPFEL äpfel', { text: 'äpfel' })).toEqual(['ÄPFEL', 'äpfel'])
  })

  it('takes a text as it stands, not as an expression', () => {
    expect(found('a.c abc (a.c)', { text: 'a.c' })).toEqual(['a.c', 'a.c'])
    expect(found('1+1=2 [x]', { text: '[x]' })).toEqual(['[x]'])
  })

  it('finds expressions, line by line', () => {
    expect(found('id=7\nid=42\nxid=3', { mode: 'regex', text: '^id=\\d+$' })).toEqual(['id=7', 'id=42'])
    expect(found('a1b22c333', { mode: 'regex', text: '\\d*' })).toEqual(['1', '22', '333'])
  })

  it('finds bytes by their digits', () => {
    expect(find(Uint8Array.of(0, 0xca, 0xfe, 0, 0xca, 0xfe), { mode: 'hex', text: 'CA fe' })).toEqual([
      { start: 1, end: 3 },
      { start: 4, end: 6 },
    ])
  })

  it('counts bytes rightly behind characters of several bytes, and behind places that are not UTF-8', () => {
    expect(find(utf8('😀é€x'), { text: 'X' })).toEqual([{ start: 9, end: 10 }])
    expect(find(Uint8Array.of(0xff, 0xe2, 0x82, 0x41, 0xf0, 0x9f, 0x58), { text: 'x' })).toEqual([{ start: 6, end: 7 }])
  })

  it.each([
    ['text', 'needle', true],
    ['text', 'NEEDLE', false],
    ['regex', '(?<=hay)need\\w+', false],
    ['hex', '6e 65 65 64 6c 65', true],
  ] as const)('finds the same wherever slices end: %s %s', (mode, text, isCaseSensitive) => {
    const seed = 9110
    const random = seededRandom(seed)
    const filler = ['hay', 'nee', 'é', '😀', '\n', 'needl', 'hayneedle', 'needle ']
    for (let round = 0; round < 60; round++) {
      const bytes = utf8(Array.from({ length: 60 }, () => filler[random.below(filler.length)]).join(''))
      const query = { mode, text, isCaseSensitive } as const
      expect(find(bytes, query, 1 + random.below(40)), `seed ${seed}, round ${round}`).toEqual(find(bytes, query))
    }
  })

  it('keeps no more of the payload than it needs, and stops at as many matches as are wanted', () => {
    const finder = new Finder(matcherOf({ mode: 'text', text: 'x', isCaseSensitive: true }))
    expect(finder.feed(utf8('xxxx'), false, 3)).toHaveLength(3)
  })

  it('says what is wrong with a query', () => {
    const query = (mode: FindQuery['mode'], text: string) => problemOf({ mode, text, isCaseSensitive: false })
    expect(query('hex', 'abc')).toEqual({ kind: 'hex' })
    expect(query('regex', '(')).toMatchObject({ kind: 'regex' })
    expect(query('text', '(')).toBeNull()
    expect(hexBytes('0x48, 0x65')).toEqual(Uint8Array.of(0x48, 0x65))
  })
})
