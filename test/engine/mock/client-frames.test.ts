import { describe, expect, it } from 'vitest'
import { ClientFrames } from '#engine/mock/client-frames.ts'
import { concat, frame, toHex } from '#test/support/frame-builder.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

/** Reads `bytes` in pieces of the given sizes and tells what was heard. */
function read(bytes: Uint8Array, pieces: () => number): string[] {
  const heard: string[] = []
  const reader = new ClientFrames(
    {
      onMessage: (opcode, data, compressed) => heard.push(`message ${opcode} ${compressed} ${toHex(data)}`),
      onControl: (opcode, payload) => heard.push(`control ${opcode} ${toHex(payload)}`),
      onRefused: (code) => heard.push(`refused ${code}`),
    },
    true,
  )
  for (let at = 0; at < bytes.length; ) {
    const size = pieces()
    reader.push(Buffer.from(bytes.subarray(at, at + size)))
    at += size
  }
  return heard
}

describe("what the demo server reads of a client's frames", () => {
  it('does not depend on how TCP cuts them', () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
    const random = seededRandom(seed)
    for (let round = 0; round < 200; round++) {
      const frames: Uint8Array[] = []
      const expected: string[] = []
      for (let number = 0; number < 6; number++) {
        const [opcode, rsv, count] = [random.pick([1, 2]), random.pick([0, 4]), 1 + random.below(3)]
        const parts = Array.from({ length: count }, () => random.bytes(random.pick([0, 1, 125, 126, 300, 65_536])))
        parts.forEach((payload, index) => {
          frames.push(
            frame({ opcode: index === 0 ? opcode : 0, rsv: index === 0 ? rsv : 0, fin: index === count - 1, payload, mask: true }),
          )
          if (index === count - 1) expected.push(`message ${opcode} ${rsv === 4} ${toHex(concat(...parts))}`)
          else if (random.chance(0.5)) {
            frames.push(frame({ opcode: 9, payload: 'p', mask: true }))
            expected.push('control 9 70')
          }
        })
      }
      const cuts = random.pick([1_000, 70_000, 500_000])
      expect(
        read(concat(...frames), () => 1 + random.below(cuts)),
        `SEED=${seed}`,
      ).toEqual(expected)
    }
  })

  it('is nothing more after a frame that breaks a rule', () => {
    const bytes = concat(frame({ opcode: 1, payload: 'a', mask: true }), frame({ opcode: 3, mask: true }), frame({ opcode: 1, mask: true }))
    for (const size of [1, 3, 1_000]) expect(read(bytes, () => size)).toEqual(['message 1 false 61', 'refused 1002'])
  })

  it('refuses a message that grows over 64 MiB by fragments before it is there', () => {
    const first = frame({ opcode: 2, fin: false, payload: new Uint8Array(1000), mask: true })
    const second = frame({ opcode: 0, announcedBytes: 64n * 1024n * 1024n, mask: true })
    expect(read(concat(first, second), () => 100)).toEqual(['refused 1009'])
  })
})
