import { describe, expect, it } from 'vitest'
import { afterEnd, waitBeforeMs } from '#engine/connection/reconnect.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const POLICY = { attempts: 3, delayMs: 1_000, maxDelayMs: 30_000, stopCodes: [1000, 1008] }
const LOST = { code: 1006, openMs: 5 }

describe('what follows an end', () => {
  it.each([
    ['the first attempt, after a connection of a person', LOST, 0, { kind: 'again', attempt: 1 }],
    ['the next one, after an attempt that failed', { code: 1006, openMs: null }, 1, { kind: 'again', attempt: 2 }],
    ['the next one, after an attempt that was thrown out soon', { code: 1001, openMs: 29_999 }, 2, { kind: 'again', attempt: 3 }],
    [
      'the first again, after one that lasted as long as the longest wait',
      { code: 1006, openMs: 30_000 },
      3,
      { kind: 'again', attempt: 1 },
    ],
    ['nothing, after the last of a row', LOST, 3, { kind: 'stop', why: 'exhausted' }],
    ['nothing, after a code to stop at', { code: 1008, openMs: 60_000 }, 0, { kind: 'stop', why: 'stop-code' }],
    [
      'an attempt, where a handshake failed whose 1006 is a code to stop at',
      { code: 1000, openMs: null },
      0,
      { kind: 'again', attempt: 1 },
    ],
  ])('is %s', (_, end, attempt, then) => expect(afterEnd(end, POLICY, attempt)).toEqual(then))

  it('is nothing by itself: the policy of a new spec makes no attempt', () => {
    expect(afterEnd(LOST, DEFAULT_SPEC.options.reconnect, 0)).toEqual({ kind: 'stop', why: 'exhausted' })
  })
})

describe('the wait before an attempt', () => {
  it.each([
    [1, 0, 500],
    [1, 0.5, 1_000],
    [1, 0.9999, 1_500],
    [2, 0.5, 2_000],
    [4, 0.5, 8_000],
    [6, 0.5, 30_000],
    [6, 0, 15_000],
    [1_000_000, 0.75, 30_000],
  ])('before the %i. with a draw of %f is %i ms', (attempt, random, waitMs) => {
    expect(waitBeforeMs(attempt, POLICY, random)).toBe(waitMs)
  })

  it('is never longer than the longest, and never below half of what is doubled', () => {
    const random = seededRandom(3)
    for (let round = 0; round < 1_000; round++) {
      const policy = { ...POLICY, delayMs: random.below(100_000), maxDelayMs: random.below(100_000) }
      const attempt = 1 + random.below(40)
      const wait = waitBeforeMs(attempt, policy, random.next())
      expect(wait).toBeLessThanOrEqual(policy.maxDelayMs)
      expect(wait).toBeGreaterThanOrEqual(Math.floor(Math.min(policy.delayMs * 2 ** (attempt - 1), policy.maxDelayMs) / 2))
    }
  })
})
