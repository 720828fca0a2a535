import { describe, expect, it } from 'vitest'
import { decodeUtf8, type PayloadText, textFrom, withBytes } from '#renderer/inspector/text/payload-text.ts'
import { lineCount, MOST_BLOCK_LENGTH, MOST_BLOCK_LINES, textBlocks } from '#renderer/inspector/text/text-blocks.ts'
import { bytesBehind, textIndexAt } from '#renderer/inspector/text/utf8.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const textOf = ({ blocks }: PayloadText) => blocks.map(({ text }) => text).join('')
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
      let payload = textFrom(0)
      for (let at = 0; at < whole.length; ) {
        const next = Math.min(whole.length, at + 1 + random.below(9))
        payload = withBytes(payload, whole.subarray(at, next), next === whole.length)
        at = next
      }
      expect(textOf(payload), `seed ${seed}, round ${round}`).toBe('aé€😀\n'.repeat(50))
      expect(payload.blocks.every(({ invalid }) => invalid === 0)).toBe(true)
    }
  })

  it('counts the places that are not UTF-8, and not the replacement characters that were sent', () => {
    expect(decodeUtf8(Uint8Array.of(0x61, 0xff, 0x62, 0xc3))).toEqual({ text: 'a\ufffdb\ufffd', invalid: 2 })
    expect(decodeUtf8(utf8('\ufffd'))).toEqual({ text: '\ufffd', invalid: 0 })
  })

  it('keeps a byte order mark', () => expect(decodeUtf8(utf8('\ufeffa')).text).toBe('\ufeffa'))

  it('takes a character that is cut off at the end for what it is', () => {
    expect(withBytes(textFrom(0), Uint8Array.of(0x61, 0xe2, 0x82), true).blocks).toMatchObject([{ text: 'a\ufffd', invalid: 1 }])
    expect(withBytes(textFrom(0), Uint8Array.of(0x61, 0xe2, 0x82), false).blocks).toMatchObject([{ text: 'a', invalid: 0 }])
  })

  it('knows of each block where its bytes begin, also behind places that are not UTF-8', () => {
    const seed = 7692
    const random = seededRandom(seed)
    for (let round = 0; round < 40; round++) {
      const whole = Uint8Array.from({ length: 30_000 }, () => (random.below(3) === 0 ? random.below(256) : 0x20 + random.below(90)))
      let payload = textFrom(500)
      for (let at = 0; at < whole.length; at += 7_001) {
        payload = withBytes(payload, whole.subarray(at, at + 7_001), at + 7_001 >= whole.length)
      }
      expect(textOf(payload), `seed ${seed}, round ${round}`).toBe(decodeUtf8(whole).text)
      for (const [index, block] of payload.blocks.entries()) {
        const end = (payload.blocks[index + 1]?.first ?? payload.end) - 500
        expect(decodeUtf8(whole.subarray(block.first - 500, end)).text, `seed ${seed}, round ${round}`).toBe(block.text)
      }
    }
  })
})

describe('places in text and in its bytes', () => {
  it('are told from one another wherever a character begins', () => {
    const bytes = Uint8Array.from([...utf8('aé€😀\ufffd\ufeff'), 0xff, 0xe2, 0x82, 0x41, 0xf0, 0x9f, 0x98])
    const { text } = decodeUtf8(bytes)
    for (let index = 0; index <= text.length; index++) {
      if (/^[\udc00-\udfff]/.test(text.slice(index))) continue
      const byte = bytesBehind(text.slice(0, index), bytes, 0)
      expect(textIndexAt(text, bytes, byte)).toBe(index)
      expect(decodeUtf8(bytes.subarray(0, byte)).text).toBe(text.slice(0, index))
    }
  })
})
