import { describe, expect, it } from 'vitest'
import { decodeUtf8, NO_TEXT, withBytes } from '#renderer/inspector/text/payload-text.ts'
import { lineCount, MOST_BLOCK_LENGTH, MOST_BLOCK_LINES, textBlocks } from '#renderer/inspector/text/text-blocks.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

describe('text in blocks', () => {
  const LONG = 'x'.repeat(100_000)

  it.each([
    ['nothing', ''],
    ['a short text', 'one\ntwo\n'],
    ['one line without end', LONG],
    ['many short lines', 'a\n'.repeat(5_000)],
    ['line ends of two characters', 'ab\r\n'.repeat(9_000)],
    ['pairs of surrogates', '😀'.repeat(20_000)],
    ['families joined by zero-width joiners', '👨‍👩‍👧‍👦'.repeat(5_000)],
    ['a letter under a tower of marks', `e${'\u0301'.repeat(50_000)}`],
  ])('is still the same: %s', (_, text) => {
    const blocks = textBlocks(text)
    expect(blocks.join('')).toBe(text)
    for (const block of blocks) {
      expect(block.length).toBeLessThanOrEqual(MOST_BLOCK_LENGTH)
      expect(lineCount(block)).toBeLessThanOrEqual(MOST_BLOCK_LINES + 1)
      expect(block.isWellFormed()).toBe(true)
    }
  })

  it('never cuts CRLF, a joined emoji or an accent apart', () => {
    for (const [unit, broken] of [
      ['ab\r\n', /^\n/],
      ['👨‍👩‍👧‍👦', /^\u200d|\u200d$/],
      ['e\u0301', /^\u0301/],
    ] as const) {
      for (const block of textBlocks(`-${unit.repeat(20_000)}`)) expect(block).not.toMatch(broken)
    }
  })

  it('ends blocks at line ends where lines are short', () => {
    for (const block of textBlocks(`${'x'.repeat(70)}\n`.repeat(3_000))) expect(block.endsWith('\n')).toBe(true)
  })
})

describe('a payload read slice by slice', () => {
  it('is the text it would be at once, wherever it is cut', () => {
    const seed = 6455
    const random = seededRandom(seed)
    const whole = utf8('aé€😀\n'.repeat(50))
    for (let round = 0; round < 200; round++) {
      let payload = NO_TEXT
      for (let at = 0; at < whole.length; ) {
        const next = Math.min(whole.length, at + 1 + random.below(9))
        payload = withBytes(payload, whole.subarray(at, next), next === whole.length)
        at = next
      }
      expect(payload.blocks.join(''), `seed ${seed}, round ${round}`).toBe('aé€😀\n'.repeat(50))
      expect(payload.invalid).toBe(0)
    }
  })

  it('counts the places that are not UTF-8, and not the replacement characters that were sent', () => {
    expect(decodeUtf8(Uint8Array.of(0x61, 0xff, 0x62, 0xc3))).toEqual({ text: 'a\ufffdb\ufffd', invalid: 2 })
    expect(decodeUtf8(utf8('\ufffd'))).toEqual({ text: '\ufffd', invalid: 0 })
  })

  it('keeps a byte order mark', () => expect(decodeUtf8(utf8('\ufeffa')).text).toBe('\ufeffa'))

  it('takes a character that is cut off at the end for what it is', () => {
    expect(withBytes(NO_TEXT, Uint8Array.of(0x61, 0xe2, 0x82), true)).toMatchObject({ blocks: ['a\ufffd'], invalid: 1 })
    expect(withBytes(NO_TEXT, Uint8Array.of(0x61, 0xe2, 0x82), false)).toMatchObject({ blocks: ['a'], invalid: 0 })
  })
})
