import { describe, expect, it } from 'vitest'
import { manyLines, oneLine, rawLines } from '#renderer/ui/wire-text.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

describe('text from the wire on one line', () => {
  it.each([
    ['line ends', 'a\nb\r\nc', 'a↵b⇤↵c'],
    ['a tab', 'a\tb', 'a⇥b'],
    ['zero and delete', '\0\x7f', '\\u0000\\u007f'],
    ['an escape sequence of a terminal', '\x1b[31mred', '\\u001b[31mred'],
    ['controls of the upper half', 'a\x9bb', 'a\\u009bb'],
    ['an override of the reading direction', 'a\u202ecod.exe', 'a\\u202ecod.exe'],
    ['isolates and marks', '\u2066\u2069\u200e\u200f', '\\u2066\\u2069\\u200e\\u200f'],
    ['line and paragraph separators', '\u2028\u2029', '\\u2028\\u2029'],
    ['what has no width', 'a\ufeff\u200bb', 'a\\ufeff\\u200bb'],
    ['a tag character, which hides text', '\u{e0041}', '\\u{e0041}'],
    ['half a surrogate pair', 'a\ud83d!', 'a\\ud83d!'],
  ])('shows %s instead of obeying', (_, text, shown) => expect(oneLine(text)).toBe(shown))

  it.each(['<b onclick="x">&amp;</b>', '👩‍👩‍👧', 'می‌خواهم', '汉字 é 😀', ''])('leaves what it is made of: %s', (text) =>
    expect(oneLine(text)).toBe(text),
  )

  it('never turns, breaks or hides, whatever comes', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed)
      const text = Array.from({ length: 40 }, () =>
        String.fromCharCode(random.chance(0.5) ? random.below(0x3000) : random.below(0x10000)),
      ).join('')
      expect(oneLine(text), `seed ${seed}`).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    }
  })
})

describe('text from the wire on several lines', () => {
  it('keeps lines and tabs, and shows the rest', () => {
    expect(manyLines('a\tb\r\nc\nd\0\u202e')).toBe('a\tb\nc\nd\\u0000\\u202e')
  })

  it('shows a lone carriage return, which would overwrite a line in a terminal', () => {
    expect(manyLines('a\rb')).toBe('a⇤b')
  })
})

it('the head of a request is shown line by line, with its line ends', () => {
  expect(rawLines('GET / HTTP/1.1\r\nX: \x1b\n\r\n')).toBe('GET / HTTP/1.1⇤↵\nX: \\u001b↵\n⇤↵\n')
})
