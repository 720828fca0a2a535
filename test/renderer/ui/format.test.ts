import { describe, expect, it } from 'vitest'
import { formatBytes, formatCount, formatMs, formatSinceUs, formatTimeOfDay } from '#renderer/ui/format.ts'

describe('numbers as people read them', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.00 KiB'],
    [1280, '1.25 KiB'],
    [10 * 1024, '10.0 KiB'],
    [100 * 1024 * 1024, '100 MiB'],
    [5 * 1024 ** 4, '5.00 TiB'],
    [5000 * 1024 ** 4, '5000 TiB'],
  ])('%d bytes are %s', (bytes, shown) => expect(formatBytes(bytes)).toBe(shown))

  it.each([
    [0.416, '0.42 ms'],
    [12.345, '12.3 ms'],
    [123.45, '123 ms'],
    [1200, '1.20 s'],
  ])('%d milliseconds are %s', (ms, shown) => expect(formatMs(ms)).toBe(shown))

  it('times stand to the microsecond, also before their origin', () => {
    expect(formatSinceUs(1_700_000_012_345_678, 1_700_000_000_000_000)).toBe('12.345678')
    expect(formatSinceUs(0, 1)).toBe('-0.000001')
  })

  it('a time of day stands to the millisecond', () => {
    const localUs = new Date(2026, 0, 2, 3, 4, 5, 6).getTime() * 1000
    expect(formatTimeOfDay(localUs)).toBe('03:04:05.006')
  })

  it('counts stand in groups', () => expect(formatCount(1_234_567)).toBe('1,234,567'))
})
