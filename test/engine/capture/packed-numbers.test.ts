import { describe, expect, it } from 'vitest'
import { NumberPacker, NumberReader } from '#engine/capture/packed-numbers.ts'
import { type SeededRandom, seededRandom } from '#test/support/seeded-random.ts'

const MOST = 300

function packed(...columns: readonly Float64Array<ArrayBuffer>[]): Uint8Array {
  const packer = new NumberPacker(MOST, columns.length * MOST)
  for (const column of columns) packer.column(column, column.length)
  return packer.take()
}

function unpacked(bytes: Uint8Array, ...lengths: readonly number[]): Float64Array[] {
  const reader = new NumberReader(bytes)
  const columns = lengths.map((length) => {
    const column = new Float64Array(length)
    reader.column(column)
    return column
  })
  expect(reader.isAtEnd).toBe(true)
  return columns
}

/** Of the kinds that stand in captures, and of kinds that never should. */
function randomColumn(random: SeededRandom): Float64Array<ArrayBuffer> {
  const length = 1 + random.below(MOST)
  const first = random.pick([0, -1, 7, 1.7e15, 2 ** 53 - 1, -(2 ** 40), 0.5])
  const value = random.pick([
    () => first,
    (index: number) => first + index,
    (index: number) => first + Math.floor(index / 100),
    () => first + random.below(256),
    () => first + random.below(65_536),
    () => first + random.below(2 ** 32),
    () => random.below(2) * 2 ** 60,
    () => random.pick([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324]),
  ])
  return Float64Array.from({ length }, (_, index) => value(index))
}

describe('packed numbers', () => {
  it.each([
    ['one that says nothing', [], 0],
    ['the same again and again', Array.from({ length: 300 }, () => 1.5), 9],
    ['a count', Array.from({ length: 300 }, (_, index) => 41 + index), 9],
    ['two values, each many times', Array.from({ length: 300 }, (_, index) => (index < 200 ? 1e15 : 1e15 + 7)), 23],
    ['lengths below 256', Array.from({ length: 300 }, (_, index) => (index * 7) % 256), 309],
    ['lengths below 65,536, far from zero', Array.from({ length: 300 }, (_, index) => 1e9 + ((index * 771) % 65_536)), 609],
    ['times within an hour', Array.from({ length: 300 }, (_, index) => 1.7e15 + index * index * 10_000), 1209],
    ['fractions', Array.from({ length: 300 }, (_, index) => index / 3), 2401],
  ])('are short: %s', (_, numbers, bytes) => {
    const column = Float64Array.from(numbers)
    expect(packed(column)).toHaveLength(bytes)
    expect(unpacked(packed(column), column.length)).toEqual([column])
  })

  it('unpack to what they were, whatever they are', () => {
    const seed = Date.now() % 2 ** 31
    const random = seededRandom(seed)
    for (let round = 0; round < 2_000; round++) {
      const columns = [randomColumn(random), randomColumn(random)]
      const lengths = columns.map(({ length }) => length)
      expect(unpacked(packed(...columns), ...lengths), `seed ${seed}, round ${round}`).toEqual(columns)
    }
  })

  it('are refused where they are cut off or say what cannot be', () => {
    const random = seededRandom(5)
    for (let round = 0; round < 2_000; round++) {
      const column = randomColumn(random)
      const bytes = packed(column)
      const read = (some: Uint8Array) => new NumberReader(some).column(new Float64Array(column.length))
      expect(() => read(bytes.subarray(0, random.below(bytes.length)))).toThrow('cut off')
      expect(() => read(Uint8Array.of(7 + random.below(249), ...bytes.subarray(1)))).toThrow('does not know')
    }
    // Four values in three runs, and in five.
    const runs = packed(Float64Array.from({ length: 100 }, (_, index) => (index < 50 ? 0.5 : 0.7)))
    for (const length of [99, 101]) expect(() => new NumberReader(runs).column(new Float64Array(length))).toThrow('cut off')
  })
})
