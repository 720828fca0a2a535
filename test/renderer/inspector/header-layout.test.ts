import { describe, expect, it } from 'vitest'
import { byteFields, fieldParts, headerFields, isBroken } from '#renderer/inspector/frame/header-layout.ts'

const hex = (text: string) => Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (byte) => Number.parseInt(byte, 16))
const values = (text: string) => Object.fromEntries(headerFields(hex(text)).map(({ id, value }) => [id, value]))

describe('a header in its fields (RFC 6455 section 5.2)', () => {
  it.each([
    ['an unmasked text frame', '81 05', { fin: 1n, rsv1: 0n, opcode: 1n, mask: 0n, length: 5n }],
    ['a masked one', '81 85 37fa213d', { mask: 1n, length: 5n, maskKey: 0x37fa213dn }],
    ['the first of two fragments', '01 03', { fin: 0n, opcode: 1n }],
    ['256 bytes', '82 7e 0100', { length: 126n, extended: 256n }],
    ['64 KiB', '82 7f 0000000000010000', { length: 127n, extended: 65536n }],
    ['a length beyond 2^53', '82 7f ffffffffffffffff', { extended: 0xffffffffffffffffn }],
    ['RSV1 and a reserved opcode', 'cb 00', { rsv1: 1n, rsv2: 0n, opcode: 11n }],
  ])('%s', (_, header, expected) => expect(values(header)).toMatchObject(expected))

  it('stand one behind the other and fill the header', () => {
    for (const header of [
      '8100',
      '8180 00000000',
      '827e 0100',
      '82fe 0100 01020304',
      '827f 0000000000010000',
      '82ff 0000000000010000 01020304',
    ]) {
      let bit = 0
      for (const field of headerFields(hex(header))) {
        expect(field.firstBit).toBe(bit)
        bit += field.bits
      }
      expect(bit).toBe(hex(header).length * 8)
    }
  })

  it('end where the header was cut off', () => {
    const fields = headerFields(hex('82 ff 00000000'))
    expect(fields.at(-1)).toMatchObject({ id: 'extended', bits: 64, digits: '0'.repeat(32), isCut: true })
    expect(headerFields(new Uint8Array())).toEqual([])
  })
})

describe('a header drawn in rows of 32 bits', () => {
  it.each([
    [
      '8180 37fa213d',
      [
        [0, 16, 16],
        [1, 0, 16],
      ],
    ],
    ['82fe 0100 01020304', [[1, 0, 32]]],
    [
      '82ff 0000000000010000 01020304',
      [
        [2, 16, 16],
        [3, 0, 16],
      ],
    ],
  ])('breaks the masking key of %s where a row ends', (header, places) => {
    const parts = fieldParts(headerFields(hex(header))).filter(({ field }) => field.id === 'maskKey')
    expect(parts.map(({ row, column, digits }) => [row, column, digits.length])).toEqual(places)
  })

  it('knows which fields a byte holds', () => {
    const fields = headerFields(hex('81 85 37fa213d'))
    expect(byteFields(fields, 0).map(({ id }) => id)).toEqual(['opcode', 'fin', 'rsv1', 'rsv2', 'rsv3'])
    expect(byteFields(fields, 3).map(({ id }) => id)).toEqual(['maskKey'])
  })
})

describe('the field that a violation lies in', () => {
  it('is the reserved bit that is set, not the others', () => {
    const broken = headerFields(hex('a1 00')).filter((field) => isBroken(field, 'reserved-bits'))
    expect(broken.map(({ id }) => id)).toEqual(['rsv2'])
  })

  it('is none for a rule about the payload', () => {
    expect(headerFields(hex('81 00')).some((field) => isBroken(field, 'not-utf8'))).toBe(false)
  })
})
