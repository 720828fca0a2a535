import { describe, expect, it } from 'vitest'
import { PendingBytes } from '#engine/tap/pending-bytes.ts'
import { concat } from '#test/support/frame-builder.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

describe('bytes that come in pieces', () => {
  it('come out as they went in, whatever the lengths of the pieces, again and again', () => {
    const random = seededRandom(7)
    const pending = new PendingBytes()
    for (let round = 0; round < 50; round++) {
      const pieces = Array.from({ length: random.below(40) }, () => random.bytes(random.pick([0, 1, 3, 100, 4095, 4096, 5000])))
      for (const piece of pieces) pending.push(piece)
      const expected = concat(...pieces)
      expect(pending.length).toBe(expected.length)
      expect(Buffer.compare(pending.take(), expected)).toBe(0)
      expect(pending.length).toBe(0)
    }
  })

  it('are copied: what was taken does not change with what comes later', () => {
    const pending = new PendingBytes()
    pending.push(Uint8Array.of(1, 2, 3))
    const taken = pending.take()
    pending.push(Uint8Array.of(9, 9, 9))
    expect([...taken]).toEqual([1, 2, 3])
  })
})
