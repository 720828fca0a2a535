import { isUtf8 } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { Utf8Check } from '#engine/tap/utf8.ts'
import { hex } from '#test/support/frame-builder.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

/** After how many bytes, told one by one, it is certain that the text is invalid; null if that never happens. */
function failsAfter(bytes: Uint8Array): number | null {
  const check = new Utf8Check()
  for (let index = 0; index < bytes.length; index++) if (!check.push(bytes.subarray(index, index + 1))) return index + 1
  return null
}

describe('UTF-8 that comes in pieces (RFC 6455 section 8.1)', () => {
  it.each([
    ['a byte that begins nothing', '61 80', 2],
    ['an overlong form of two bytes', 'c0', 1],
    ['an overlong form of three bytes', 'e0 80', 2],
    ['an overlong form of four bytes', 'f0 80', 2],
    ['a surrogate', 'ed a0', 2],
    ['a character above U+10FFFF', 'f4 90', 2],
    ['a lead byte above F4', 'f5', 1],
    ['a sequence broken off by ASCII', 'e2 82 41', 3],
    ['a sequence broken off by another', 'c3 c3', 2],
    ['the last byte of four missing', 'f0 9f 98 c0', 4],
  ])('fails as soon as %s is certain', (_, bytes, after) => expect(failsAfter(hex(bytes))).toBe(after))

  it.each(['24', 'c2a2', 'e0a080', 'e282ac', 'ed9fbf', 'ee8080', 'f0908080', 'f48fbfbf'])('accepts %s cut anywhere', (digits) => {
    const bytes = hex(digits)
    for (let cut = 0; cut <= bytes.length; cut++) {
      const check = new Utf8Check()
      expect(check.push(bytes.subarray(0, cut))).toBe(true)
      expect(check.isWhole).toBe(cut === 0 || cut === bytes.length)
      expect(check.push(bytes.subarray(cut))).toBe(true)
      expect(check.isWhole).toBe(true)
    }
  })

  it('agrees with Node on random bytes in random pieces', () => {
    for (let seed = 0; seed < 5000; seed++) {
      const random = seededRandom(seed)
      const bytes = Uint8Array.from({ length: random.below(12) }, () =>
        random.pick([0x41, 0x80, 0x9f, 0xa0, 0xbf, 0xc2, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0xff]),
      )
      const check = new Utf8Check()
      let isValid = true
      for (let offset = 0; offset < bytes.length && isValid; ) {
        const next = offset + random.below(5)
        isValid = check.push(bytes.subarray(offset, next))
        offset = next
      }
      expect(isValid && check.isWhole, `seed ${seed}`).toBe(isUtf8(bytes))
    }
  })
})
