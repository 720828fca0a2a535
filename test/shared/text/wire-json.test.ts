import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64, fromBase64, toBase64 } from '#shared/text/base64.ts'
import { fromJson, toJson } from '#shared/text/wire-json.ts'

const there = (value: unknown): unknown => fromJson(toJson(value))
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe('JSON with bytes, as the bridge carries it', () => {
  it('writes bytes as base64 under $bytes', () => {
    expect(toJson({ payload: bytes(1, 2, 255) })).toBe('{"payload":{"$bytes":"AQL/"}}')
  })

  it.each([
    ['nothing', null],
    ['bytes alone', bytes(0, 128, 255)],
    ['no bytes at all', bytes()],
    ['bytes in lists in objects', { a: [bytes(1), { b: bytes(2, 3) }], c: 'text' }],
    ['text with a lone surrogate', '\ud800 and \u2028'],
    ['a key that looks like bytes', { $bytes: 'AQL/' }],
    ['a key that looks like an escaped key', { $$bytes: 'x', $$$bytes: bytes(9), $bytes: { $bytes: 'y' } }],
    ['the key among others', { $bytes: 'AQL/', more: 1 }],
    ['numbers at the edge', [Number.MAX_SAFE_INTEGER, -0.5, 1e300]],
  ])('brings %s there unchanged', (_, value) => {
    expect(there(value)).toEqual(value)
  })

  it('takes a Buffer for the bytes it is, and a view for its own range only', () => {
    expect(there({ payload: Buffer.from('hi') })).toEqual({ payload: bytes(104, 105) })
    expect(there(bytes(1, 2, 3, 4).subarray(1, 3))).toEqual(bytes(2, 3))
  })

  it('keeps a key named __proto__ a key', () => {
    const read = fromJson('{"__proto__":{"polluted":true},"$$bytes":1}') as Record<string, unknown>
    expect(Object.keys(read)).toEqual(['__proto__', '$bytes'])
    expect((read as { polluted?: boolean }).polluted).toBeUndefined()
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('refuses what is not JSON, and bytes that are not base64', () => {
    for (const text of ['', '{', '{"$bytes":"A"}', '{"$bytes":"A A="}', '{"$bytes":"AB=="}', '{"$bytes":"ü==="}', '{"$bytes":"=AAA"}']) {
      expect(() => fromJson(text), text).toThrow()
    }
  })
})

describe('base64 (RFC 4648 section 4)', () => {
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('writes %j as %j (section 10)', (text, encoded) => {
    expect(toBase64(Buffer.from(text))).toBe(encoded)
    expect(Buffer.from(fromBase64(encoded)).toString()).toBe(text)
  })

  it('agrees with Node at every length around its chunk, also without the built-in', () => {
    for (const length of [1, 2, 3, 12_287, 12_288, 12_289, 40_000]) {
      const random = Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 7919) >> 3))
      expect(encodeBase64(random)).toBe(random.toString('base64'))
      expect(decodeBase64(random.toString('base64'))).toEqual(new Uint8Array(random))
    }
  })
})
