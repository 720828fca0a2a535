import { describe, expect, it } from 'vitest'
import { FORMATS } from '#renderer/inspector/content/content-formats.ts'
import { imageSize } from '#renderer/inspector/image/image-size.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const IMAGES = ['png', 'jpeg', 'gif', 'webp', 'avif', 'bmp', 'ico'] as const

describe('the size an image announces', () => {
  it.each([
    ['png', '89504e470d0a1a0a 0000000d 49484452 00000320 00000258 0806000000', { width: 800, height: 600 }],
    ['jpeg', 'ffd8 ffe0 0004 0000 ffc4 0004 0000 ffc2 0011 08 0258 0320 03 0000', { width: 800, height: 600 }],
    ['gif', '474946383961 2003 5802 00 00 00 2c', { width: 800, height: 600 }],
    ['gif', '474946383961 0100 0100 80 00 00 000000ffffff 21f904 00000000 00 2c 0000 0000 2003 5802 00', { width: 800, height: 600 }],
    ['webp', '52494646 00000000 57454250 56503858 0a000000 00000000 1f0300 570200', { width: 800, height: 600 }],
    ['webp', '52494646 00000000 57454250 5650384c 00000000 2f 1fc39500 0000000000', { width: 800, height: 600 }],
    ['webp', '52494646 00000000 57454250 56503820 00000000 000000 9d012a 2003 5802', { width: 800, height: 600 }],
    ['bmp', '424d 00000000 00000000 36000000 28000000 20030000 a8fdffff', { width: 800, height: 600 }],
    ['ico', '000001000200 10100000 0100 2000 00000000 00000000 00300000 0100 2000 00000000 00000000', { width: 256, height: 48 }],
    [
      'avif',
      '00000030 6d657461 00000000 00000024 69707270 0000001c 6970636f 00000014 69737065 00000000 00000320 00000258',
      { width: 800, height: 600 },
    ],
  ] as const)('%s %s', (format, hex, size) => expect(imageSize(bytes(hex), FORMATS[format])).toEqual(size))

  it('is not known where the header ends too early, or says nothing', () => {
    for (const format of IMAGES) expect(imageSize(new Uint8Array(5), FORMATS[format])).toBeNull()
    expect(imageSize(bytes('ffd8 ffda 0000'), FORMATS.jpeg)).toBeNull()
  })

  it('has an answer to any bytes, in time', () => {
    const seed = 2083
    const random = seededRandom(seed)
    for (let round = 0; round < 5_000; round++) {
      const noise = Uint8Array.from({ length: random.below(200) }, () => (random.below(4) === 0 ? 0xff : random.below(256)))
      for (const format of IMAGES) expect(() => imageSize(noise, FORMATS[format]), `seed ${seed}, round ${round}`).not.toThrow()
    }
  })
})
