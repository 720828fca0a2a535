import { describe, expect, it } from 'vitest'
import { positionOf } from '#renderer/composer/text-position.ts'
import { firstWords, laidOut, lineEndsOf, readWritten, withLineEnds } from '#renderer/composer/written.ts'

describe('what is written', () => {
  it('is sent as text in the formats of text, and counted in UTF-8', () => {
    expect(readWritten({ format: 'xml', body: '<é/>' })).toEqual({ message: { kind: 'text', text: '<é/>' }, sizeBytes: 5, fault: null })
  })

  it('is sent as bytes in hex and base64', () => {
    const expected = { message: { kind: 'binary', bytes: Uint8Array.of(1, 2) }, sizeBytes: 2, fault: null }
    expect(readWritten({ format: 'hex', body: '01 02' })).toEqual(expected)
    expect(readWritten({ format: 'base64', body: 'AQI=' })).toEqual(expected)
  })

  it('can be sent although it is no JSON, and says where it is none', () => {
    expect(readWritten({ format: 'json', body: '{"a": tru}' })).toMatchObject({
      message: { kind: 'text', text: '{"a": tru}' },
      fault: { reason: 'fault_json_unexpected', offset: 6, found: 't' },
    })
  })

  it('cannot be sent where its bytes cannot be told', () => {
    expect(readWritten({ format: 'hex', body: '0' }).message).toBeNull()
  })

  it('is laid out as JSON and as hex, and nothing else is', () => {
    expect(laidOut({ format: 'json', body: '{"a":1}' })).toBe('{\n  "a": 1\n}')
    expect(laidOut({ format: 'json', body: '[\r\n1]' })).toBe('[\r\n  1\r\n]')
    expect(laidOut({ format: 'hex', body: '0xAB,CD' })).toBe('ab cd')
    for (const format of ['text', 'xml', 'html', 'base64'] as const) expect(laidOut({ format, body: 'AA==' })).toBeNull()
    expect(laidOut({ format: 'json', body: '{' })).toBeNull()
  })

  it('has line ends that can be told and changed', () => {
    const ends = (body: string) => lineEndsOf({ format: 'text', body })
    expect([ends('a'), ends('a\nb'), ends('a\r\nb'), ends('a\r\nb\nc')]).toEqual([null, 'LF', 'CRLF', 'mixed'])
    expect(withLineEnds('a\r\nb\nc', 'CRLF')).toBe('a\r\nb\r\nc')
    expect(withLineEnds('a\r\nb\nc', 'LF')).toBe('a\nb\nc')
  })

  it('is named by its first words', () => {
    expect(firstWords('  {"type":\n"ping"}\u202e ')).toBe('{"type": "ping"}')
    expect([...firstWords('word '.repeat(50))].length).toBeLessThanOrEqual(40)
    expect(firstWords(' \n')).toBe('')
  })
})

describe('a place in a text', () => {
  it.each([
    ['the beginning', 'abc', 0, 1, 1],
    ['behind a character beyond the BMP', '😀x', 2, 1, 2],
    ['behind LF', 'a\nbc', 3, 2, 2],
    ['behind CRLF, which is one line end', 'a\r\nb', 3, 2, 1],
    ['behind CR', 'a\rb', 2, 2, 1],
  ])('counts lines and characters from 1: %s', (_, text, offset, line, column) => {
    expect(positionOf(text, offset)).toEqual({ line, column })
  })
})
