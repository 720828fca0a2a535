import { describe, expect, it } from 'vitest'
import { VIOLATIONS, type ViolationId } from '#shared/model/frame.ts'
import { decodeRows, encodeRows, type PageRow } from '#shared/model/row-page.ts'
import { type SeededRandom, seededRandom } from '#test/support/seeded-random.ts'

const IDS = [null, ...Object.keys(VIOLATIONS)] as (ViolationId | null)[]

function anyRow(random: SeededRandom): PageRow {
  const masked = random.chance(0.5)
  const hit = random.below(3)
  return {
    seq: random.pick([0, 1, 2 ** 31, 2 ** 52]),
    timeUs: 1_795_376_400_000_000 + random.below(1e9),
    direction: random.pick(['in', 'out']),
    fin: random.chance(0.5),
    rsv: random.below(8),
    opcode: random.below(16),
    masked,
    maskKey: masked ? random.pick(['00000000', 'ffffffff', '0a0b0c0d']) : null,
    headerLength: random.pick([0, 2, 14]),
    payloadLength: random.pick([0, 125, 2 ** 40, Number.MAX_SAFE_INTEGER]),
    wireLength: random.below(1e6),
    message: random.pick([null, 0, 7]),
    violation: random.pick(IDS),
    kind: random.pick([null, 'text', 'binary']),
    compressed: random.chance(0.5),
    messageLength: random.pick([null, 0, 1e9]),
    messageFrames: random.pick([null, 1, 65_536]),
    preview: random.pick(['', 'hello', 'grüße 😀', '\u0000\u202e', '\ud800', '中'.repeat(256)]),
    previewKind: random.pick(['text', 'hex', 'close', 'empty']),
    ...(hit === 0 ? {} : { isHit: hit === 1 }),
  }
}

describe('a page of rows', () => {
  it('may be empty', () => expect(decodeRows(encodeRows([]))).toEqual([]))

  it('says what was put in, wherever it stands in a buffer (seeded)', () => {
    const random = seededRandom(42)
    for (let round = 0; round < 200; round += 1) {
      const rows = Array.from({ length: random.below(40) }, () => anyRow(random))
      const page = encodeRows(rows)
      const moved = new Uint8Array(page.length + 5)
      moved.set(page, 3)
      expect(decodeRows(moved.subarray(3, 3 + page.length))).toEqual(rows)
    }
  })

  it.each(IDS)('knows the violation %s', (violation) => {
    const [row] = decodeRows(encodeRows([{ ...anyRow(seededRandom(1)), violation }]))
    expect(row?.violation).toBe(violation)
  })
})
