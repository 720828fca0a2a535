import { describe, expect, it } from 'vitest'
import { SeqSet } from '#engine/query/seq-set.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 32)

describe(`a set of seqs (SEED=${SEED})`, () => {
  it.each([0.0005, 0.02, 0.5, 1])('counts and finds its members, with every %f of all in it', (density) => {
    const random = seededRandom(SEED)
    const set = new SeqSet()
    const members: number[] = []
    for (let seq = random.below(10); seq < 30_000; seq++) {
      if (!random.chance(density)) continue
      set.add(seq)
      members.push(seq)
    }
    expect(set.count).toBe(members.length)
    expect(members.map((_, position) => set.at(position))).toEqual(members)
    expect([set.at(-1), set.at(members.length)]).toEqual([null, null])
    const isMember = new Set(members)
    for (let seq = 0, below = 0; seq < 30_010; seq++) {
      expect(set.has(seq) === isMember.has(seq) && set.rank(seq) === below, String(seq)).toBe(true)
      if (isMember.has(seq)) below += 1
    }
  })

  it('takes ranges that overlap as one', () => {
    const set = new SeqSet()
    set.addRange(4_090, 4_100)
    set.addRange(4_095, 4_101)
    set.addRange(9_000, 9_001)
    expect([set.count, set.at(0), set.at(10), set.at(11), set.rank(4_097)]).toEqual([12, 4_090, 4_100, 9_000, 7])
  })
})
