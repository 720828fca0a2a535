import { describe, expect, it } from 'vitest'
import { readGoal } from '#renderer/capture/go-to.ts'

/** 22 November 2026, 14:03:05.25, on this machine's clock. */
const BEGAN_US = new Date(2026, 10, 22, 14, 3, 5, 250).getTime() * 1_000
const atUs = (...[day, hours, minutes, seconds]: number[]): number => new Date(2026, 10, day, hours, minutes, seconds).getTime() * 1_000

describe('where to go', () => {
  it.each([
    ['#12345', { kind: 'frame', seq: 12_345 }],
    ['12,345', { kind: 'frame', seq: 12_345 }],
    ['+12.5s', { kind: 'time', timeUs: BEGAN_US + 12_500_000 }],
    ['+12.5', { kind: 'time', timeUs: BEGAN_US + 12_500_000 }],
    ['+3 ms', { kind: 'time', timeUs: BEGAN_US + 3_000 }],
    ['+2h', { kind: 'time', timeUs: BEGAN_US + 7_200_000_000 }],
    ['14:03:22.5', { kind: 'time', timeUs: atUs(22, 14, 3, 22) + 500_000 }],
    ['14:04', { kind: 'time', timeUs: atUs(22, 14, 4, 0) }],
    [' End ', { kind: 'end' }],
  ])('reads %s', (written, goal) => expect(readGoal(written, BEGAN_US)).toEqual(goal))

  it('takes a time of day before the beginning for tomorrow’s', () => {
    expect(readGoal('01:30', BEGAN_US)).toEqual({ kind: 'time', timeUs: atUs(23, 1, 30, 0) })
  })

  it.each(['', '#', 'nowhere', '#-1', '+', '+5 days', '25:00', '12:60', '12:00:61', '1.5'])('does not read “%s”', (written) => {
    expect(readGoal(written, BEGAN_US)).toBeNull()
  })
})
