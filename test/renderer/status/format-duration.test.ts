import { expect, it } from 'vitest'
import { formatDuration } from '#renderer/status/format-duration.ts'

it.each([
  [0, '0:00'],
  [7_900_000, '0:07'],
  [59_999_999, '0:59'],
  [725_000_000, '12:05'],
  [3_725_000_000, '1:02:05'],
  [360_000_000_000, '100:00:00'],
])('%d microseconds are %s on the clock', (durationUs, clock) => expect(formatDuration(durationUs)).toBe(clock))
