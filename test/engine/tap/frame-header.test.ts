import { describe, expect, it } from 'vitest'
import { readFrameHeader } from '#engine/tap/frame-header.ts'
import { hex } from '#test/support/frame-builder.ts'

describe('a frame header (RFC 6455 section 5.2)', () => {
  it.each([
    // the examples of section 5.7, in its order
    ['an unmasked text frame', '81 05 48656c6c6f', { fin: true, opcode: 1, mask: null, headerBytes: 2, payloadBytes: 5 }],
    ['a masked text frame', '81 85 37fa213d 7f9f4d5158', { fin: true, opcode: 1, mask: hex('37fa213d'), headerBytes: 6, payloadBytes: 5 }],
    ['the first of two fragments', '01 03 48656c', { fin: false, opcode: 1, payloadBytes: 3 }],
    ['the second of two fragments', '80 02 6c6f', { fin: true, opcode: 0, payloadBytes: 2 }],
    ['an unmasked ping', '89 05 48656c6c6f', { fin: true, opcode: 9, payloadBytes: 5 }],
    ['a masked pong', '8a 85 37fa213d 7f9f4d5158', { fin: true, opcode: 10, payloadBytes: 5 }],
    ['256 bytes in one frame', '82 7e 0100', { opcode: 2, headerBytes: 4, payloadBytes: 256 }],
    ['64 KiB in one frame', '82 7f 0000000000010000', { opcode: 2, headerBytes: 10, payloadBytes: 65536 }],
  ])('reads %s', (_, bytes, expected) => expect(readFrameHeader(hex(bytes))).toMatchObject(expected))

  it.each([
    ['every RSV bit', 'f1 00', { rsv: 7 }],
    ['RSV1 alone', 'c1 00', { rsv: 4 }],
    ['a reserved opcode', '8f 00', { opcode: 15 }],
    ['the largest length that can be counted', '82 7f 001fffffffffffff', { payloadBytes: 2 ** 53 - 1 }],
    ['a length that cannot be counted', '82 7f 0020000000000000', { payloadBytes: 2 ** 53 }],
    ['a length with its top bit set', '82 7f ffffffffffffffff', { payloadBytes: 2 ** 64 }],
    ['a length in more bytes than it needs', '82 7f 0000000000000005', { headerBytes: 10, payloadBytes: 5 }],
  ])('returns %s as it came', (_, bytes, expected) => expect(readFrameHeader(hex(bytes))).toMatchObject(expected))

  it('waits when the header is cut anywhere', () => {
    const whole = hex('82 ff 0000000000010000 37fa213d')
    for (let cut = 0; cut < whole.length; cut++) expect(readFrameHeader(whole.subarray(0, cut))).toBeNull()
    expect(readFrameHeader(whole)).toMatchObject({ headerBytes: 14 })
  })

  it('reads at an offset, and waits there too', () => {
    const bytes = hex('8900 8185 37fa213d')
    expect(readFrameHeader(bytes, 2)).toMatchObject({ opcode: 1, mask: hex('37fa213d') })
    expect(readFrameHeader(bytes.subarray(0, 7), 2)).toBeNull()
    expect(readFrameHeader(bytes, 8)).toBeNull()
  })

  it('copies the masking key, also out of a Buffer', () => {
    const bytes = Buffer.from('818037fa213d', 'hex')
    const header = readFrameHeader(bytes)
    bytes.fill(0)
    expect(header?.mask).toEqual(hex('37fa213d'))
  })
})
