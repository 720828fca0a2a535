import { describe, expect, it } from 'vitest'
import { countOf, framesBetween, holds, joined, oneFrame, type SeqRanges, toggled } from '#renderer/capture/seq-ranges.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const MOST = 40

const members = (ranges: SeqRanges): number[] => Array.from({ length: MOST }, (_, seq) => seq).filter((seq) => holds(ranges, seq))

describe('chosen frames', () => {
  it('are five million in one range', () => {
    const all = joined(oneFrame(7), framesBetween(4_999_999, 0))
    expect(all).toEqual([{ first: 0, end: 5_000_000 }])
    expect([countOf(all), holds(all, 4_999_999), holds(all, 5_000_000)]).toEqual([5_000_000, true, false])
  })

  it('are what a set would hold, in order and apart, however they came', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed)
      const expected = new Set<number>()
      let ranges: SeqRanges = []
      for (let step = 0; step < 30; step++) {
        const [one, other] = [random.below(MOST), random.below(MOST)]
        if (random.chance(0.5)) {
          ranges = toggled(ranges, one)
          if (!expected.delete(one)) expected.add(one)
        } else {
          const range = framesBetween(one, other)
          ranges = joined(ranges, range)
          for (let seq = range.first; seq < range.end; seq++) expected.add(seq)
        }
        const which = `seed ${seed}, step ${step}`
        expect(members(ranges), which).toEqual([...expected].sort((a, b) => a - b))
        expect(countOf(ranges), which).toBe(expected.size)
        expect(
          ranges.every(({ first, end }, index) => first < end && first > (ranges[index - 1]?.end ?? -1)),
          which,
        ).toBe(true)
      }
    }
  })
})
