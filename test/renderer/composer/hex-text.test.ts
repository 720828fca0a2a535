import { describe, expect, it } from 'vitest'
import { readHex, writeHex } from '#renderer/composer/hex-text.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const bytesOf = (text: string): number[] | null => {
  const { bytes } = readHex(text)
  return bytes && [...bytes]
}

describe('bytes written as hex', () => {
  it.each([
    ['nothing', '', []],
    ['pairs close together', 'deadBEEF', [0xde, 0xad, 0xbe, 0xef]],
    ['pairs parted by spaces', '00 ff 7f', [0x00, 0xff, 0x7f]],
    ['pairs on several lines', '01\n02\r\n\t03', [1, 2, 3]],
    ['an array of C', '0xde, 0xAD,0Xbe', [0xde, 0xad, 0xbe]],
    ['one prefix for several bytes', '0xdeadbeef', [0xde, 0xad, 0xbe, 0xef]],
    ['a zero byte that is no prefix', '00 0000', [0, 0, 0]],
  ])('reads %s', (_, text, expected) => expect(bytesOf(text)).toEqual(expected))

  it.each([
    ['a letter that is none', 'ab xy', 'fault_hexCharacter', 3, 'x'],
    ['a letter in the second half of a byte', 'a-', 'fault_hexCharacter', 1, '-'],
    ['half a byte at the end', 'ab c', 'fault_hexOdd', 3, 'c'],
    ['half a byte before a gap: one byte or two?', '1 2', 'fault_hexOdd', 0, '1'],
    ['a prefix with nothing behind it', '0x', 'fault_hexCharacter', 2, ''],
    ['a prefix in the middle of a group', '12 340x56', 'fault_hexCharacter', 6, 'x'],
    ['a character beyond the BMP, whole', '00 😀', 'fault_hexCharacter', 3, '😀'],
  ])('refuses %s and says where', (_, text, reason, offset, found) => {
    expect(readHex(text).fault).toEqual({ reason, offset, found })
  })

  it('is read again as it was written', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed)
      const bytes = random.bytes(random.below(70))
      expect(bytesOf(writeHex(bytes)), `seed ${seed}`).toEqual([...bytes])
    }
  })

  it('is written with sixteen bytes a line', () => {
    expect(
      writeHex(new Uint8Array(18))
        .split('\n')
        .map((line) => line.length),
    ).toEqual([47, 5])
  })

  it('is read or refused, whatever is written', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = seededRandom(seed)
      const text = Array.from({ length: random.below(20) }, () => random.pick([...'0123456789abcdefABCDEFxX ,\n-g😀'])).join('')
      const { bytes, fault } = readHex(text)
      if (fault) expect(text.slice(fault.offset).startsWith(fault.found), `seed ${seed}`).toBe(true)
      else expect(bytes.length * 2, `seed ${seed}`).toBe(text.replace(/0x/gi, '').replace(/[\s,]/g, '').length)
    }
  })
})
