import { describe, expect, it } from 'vitest'
import { BytePages, PAGE_BYTES } from '#renderer/inspector/hex/byte-pages.ts'
import { moved } from '#renderer/inspector/hex/byte-selection.ts'
import { asciiText, cArrayLines, cArrayText, hexText, numberReadings, offsetText } from '#renderer/inspector/hex/hex-format.ts'
import { timeReadings } from '#renderer/inspector/hex/time-readings.ts'
import { varintReadings } from '#renderer/inspector/hex/varint-readings.ts'

describe('bytes in writing', () => {
  it('are two digits each, dots where they are no ASCII', () => {
    expect(hexText(Uint8Array.of(0, 0x0f, 0xff))).toBe('00 0f ff')
    expect([0x41, 0x20, 0x7e, 0x7f, 0x00, 0xe9].map(asciiText).join('')).toBe('A ~...')
    expect(offsetText(0x1_2345_6789)).toBe('123456789')
  })

  it('join without a seam where they are many', () => {
    const text = hexText(new Uint8Array(200_000).fill(0xab))
    expect(text).toBe(Array.from({ length: 200_000 }, () => 'ab').join(' '))
  })

  it('make a C array', () => {
    expect(cArrayText(cArrayLines(Uint8Array.of(1, 255)), 2, 'frame_3')).toBe('const unsigned char frame_3[2] = {\n  0x01, 0xff,\n};\n')
  })
})

describe('bytes read as numbers', () => {
  const readings = (bytes: number[], isLittle: boolean) =>
    Object.fromEntries(numberReadings(Uint8Array.from(bytes), isLittle).map(({ type, text }) => [type, text]))

  it('in both byte orders, as far as there are bytes', () => {
    expect(readings([0xff, 0x01], true)).toEqual({ u8: '255', i8: '-1', u16: '511', i16: '511' })
    expect(readings([0xff, 0x01], false)).toMatchObject({ u16: '65281', i16: '-255' })
  })

  it('with all the digits of 64 bits, and the sign of zero', () => {
    expect(readings([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], true)).toMatchObject({
      i64: '9223372036854775807',
      u64: '9223372036854775807',
    })
    expect(readings([0x80, 0, 0, 0], false)).toMatchObject({ f32: '-0' })
    expect(readings([], true)).toEqual({})
  })
})

describe('bytes read as times', () => {
  const times = (hex: string, isLittle: boolean) =>
    Object.fromEntries(timeReadings(Uint8Array.from(Buffer.from(hex, 'hex')), isLittle).map(({ type, text }) => [type, text]))

  it('in seconds, in either byte order', () => {
    expect(times('386d4380', false)).toEqual({ 'unix s': '2000-01-01T00:00:00Z' })
    expect(times('80436d38', true)).toEqual({ 'unix s': '2000-01-01T00:00:00Z' })
  })

  it.each([
    ['unix ms', 1_700_000_000_123n, '2023-11-14T22:13:20.123Z'],
    ['unix µs', 1_700_000_000_123_456n, '2023-11-14T22:13:20.123456Z'],
    ['unix ns', 1_700_000_000_123_456_789n, '2023-11-14T22:13:20.123456789Z'],
    ['FILETIME', 133_444_736_001_234_567n, '2023-11-14T22:13:20.1234567Z'],
  ])('as %s with every digit of its unit', (type, value, iso) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(value)
    expect(times(bytes.toString('hex'), true)[type]).toBe(iso)
    expect(times(bytes.swap64().toString('hex'), false)[type]).toBe(iso)
  })

  it('says nothing where there is no date: too far away, no number, too few bytes', () => {
    expect(times('ffffffffffffff7f', true)).toEqual({ 'unix s': '2106-02-07T06:28:15Z' })
    expect(times('000000', true)).toEqual({})
  })
})

describe('bytes read as LEB128', () => {
  const varints = (...bytes: number[]) => varintReadings(Uint8Array.from(bytes)).map(({ text }) => text)

  it.each([
    [[0x00], ['0 (1 B)', '0 (1 B)']],
    [
      [0xe5, 0x8e, 0x26],
      ['624485 (3 B)', '624485 (3 B)'],
    ],
    [
      [0x7f, 0x00],
      ['127 (1 B)', '-1 (1 B)'],
    ],
    [
      [0xc0, 0xbb, 0x78],
      ['1973696 (3 B)', '-123456 (3 B)'],
    ],
  ])('%j is %j', (bytes, expected) => expect(varints(...bytes)).toEqual(expected))

  it('has no end within ten bytes, or none at all', () => {
    expect(varints(...Array.from({ length: 12 }, () => 0x80))).toEqual([])
    expect(varints(0x80)).toEqual([])
    expect(varints()).toEqual([])
  })
})

describe('moving through bytes by key', () => {
  const move = (focus: number, key: string, more: { isMod?: boolean; isExtending?: boolean } = {}) =>
    moved({ anchor: focus, focus }, { key, isMod: false, isExtending: false, ...more }, { total: 100, rowBytes: 16, pageRows: 4 })

  it.each([
    ['ArrowLeft', 0, 0],
    ['ArrowRight', 99, 99],
    ['ArrowUp', 20, 4],
    ['ArrowUp', 4, 4],
    ['ArrowDown', 90, 90],
    ['Home', 37, 32],
    ['End', 98, 99],
    ['PageDown', 5, 69],
    ['PageUp', 5, 5],
  ])('%s from %i goes to %i', (key, from, to) => expect(move(from, key)).toEqual({ anchor: to, focus: to }))

  it('extends with Shift and goes to the ends with Ctrl', () => {
    expect(move(10, 'ArrowRight', { isExtending: true })).toEqual({ anchor: 10, focus: 11 })
    expect(move(10, 'End', { isMod: true })).toEqual({ anchor: 99, focus: 99 })
    expect(move(10, 'x')).toBeNull()
  })
})

describe('pages of bytes', () => {
  it('asks once for what is looked at and not there', async () => {
    const asked: number[] = []
    const changed = Promise.withResolvers<void>()
    const pages = new BytePages(
      new Uint8Array(PAGE_BYTES).fill(1),
      async (first, count) => {
        asked.push(first)
        return new Uint8Array(count).fill(2)
      },
      changed.reject,
    )
    pages.subscribe(changed.resolve)
    pages.look(PAGE_BYTES - 10, 20)
    pages.look(PAGE_BYTES - 10, 20)
    expect(pages.byteAt(PAGE_BYTES)).toBeUndefined()
    await changed.promise
    expect(asked).toEqual([PAGE_BYTES])
    expect([pages.byteAt(PAGE_BYTES - 1), pages.byteAt(PAGE_BYTES)]).toEqual([1, 2])
  })
})
