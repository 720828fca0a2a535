import { describe, expect, it } from 'vitest'
import { readBase64Text } from '#renderer/composer/base64-text.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const textOf = (written: string): string | null => {
  const { bytes } = readBase64Text(written)
  return bytes && Buffer.from(bytes).toString('latin1')
}

describe('bytes written as base64', () => {
  it.each([
    ['the examples of RFC 4648: nothing', '', ''],
    ['f', 'Zg==', 'f'],
    ['fo', 'Zm8=', 'fo'],
    ['foo', 'Zm9v', 'foo'],
    ['foobar', 'Zm9vYmFy', 'foobar'],
    ['without padding', 'Zm8', 'fo'],
    ['broken into lines', 'Zm9v\r\n YmFy\n', 'foobar'],
    ['padding after white space', 'Zg =\n=', 'f'],
    ['the URL-safe alphabet', '-_-_', '\xfb\xff\xbf'],
    ['the standard alphabet', '+/+/', '\xfb\xff\xbf'],
  ])('reads %s', (_, written, expected) => expect(textOf(written)).toBe(expected))

  it.each([
    ['a foreign character', 'Zm9*', 'fault_base64Character', 3, '*'],
    ['data behind the padding', 'Zg==Zg', 'fault_base64AfterPadding', 4, 'Z'],
    ['a lone last character', 'Zm9vY', 'fault_base64Cut', 4, 'Y'],
    ['bits that belong to no byte', 'Zh==', 'fault_base64Bits', 1, 'h'],
    ['too little padding', 'Zg=', 'fault_base64Padding', 2, '='],
    ['too much padding', 'Zm8==', 'fault_base64Padding', 3, '='],
    ['padding of nothing', '====', 'fault_base64Padding', 0, '='],
  ])('refuses %s and says where', (_, written, reason, offset, found) => {
    expect(readBase64Text(written).fault).toEqual({ reason, offset, found })
  })

  it('agrees with Node on every length, in both alphabets, padded or not', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed)
      const bytes = Buffer.from(random.bytes(random.below(80)))
      for (const written of [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('base64').replace(/=/g, '')]) {
        expect(textOf(written), `seed ${seed}: ${written}`).toBe(bytes.toString('latin1'))
      }
    }
  })
})
