import { constants, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { concat, frame, hex, toHex } from '#test/support/frame-builder.ts'
import { type SeededRandom, seededRandom } from '#test/support/seeded-random.ts'
import { readAll, recording, textOf, withoutTimes } from './reading.ts'
import { readByRuns } from './unfolding.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const text = (payload: string) => frame({ opcode: 1, payload: utf8(payload) })

/** Small messages of all kinds and lengths with a few that break rules, cut anywhere: what runs are made of. */
function flood(random: SeededRandom): Uint8Array[] {
  const frames = Array.from({ length: 200 }, () => {
    const payload = utf8('aé✓😀'.repeat(random.pick([0, 1, 2, 12, 13, 60]))).slice(0, random.chance(0.004) ? 5 : undefined)
    if (random.chance(0.003))
      return frame({ opcode: random.pick([1, 2]), payload: utf8('aé✓😀'.repeat(random.pick([6_553, 6_554, 30_000]))) })
    if (random.chance(0.03)) return frame({ opcode: 9, payload: hex('00 ff') })
    if (random.chance(0.01)) return frame({ opcode: 1, fin: false, payload: hex('') })
    if (random.chance(0.02)) return frame({ opcode: 0, payload })
    return frame({ opcode: random.chance(0.1) ? 2 : 1, payload })
  })
  const bytes = concat(...frames)
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + random.pick([1, 2, 3, 500, 5000, 70_000])
    chunks.push(bytes.slice(at, end))
    at = end
  }
  return chunks
}

describe('runs of frames', () => {
  it('say of floods, cut anywhere, what the frames say one by one', () => {
    const start = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
    for (let seed = start; seed < start + 100; seed++) {
      const chunks = flood(seededRandom(seed))
      const before = toHex(concat(...chunks))
      expect(withoutTimes(readByRuns(chunks)), `seed ${seed}`).toEqual(withoutTimes(readAll(chunks)))
      expect(toHex(concat(...chunks)), `seed ${seed}: what is read is not changed`).toBe(before)
    }
  })

  it.each([
    ['125 bytes', 125],
    ['126 bytes', 126],
    ['64 KiB less one', 65_535],
    ['64 KiB', 65_536],
  ])('are of one frame where a chunk ends within one of %s, wherever', (_, bytes) => {
    const whole = concat(text('before'), text('x'.repeat(bytes)), text('after'))
    const inside = [9, 10, 11, 12, 13, 17, 18, 19, 100, whole.length - 8]
    for (const at of inside) {
      const heard = readByRuns([whole.slice(0, at), whole.slice(at)])
      expect(heard.runs, `cut at ${at}`).toEqual([1, 1, 1])
      expect(heard.messages.map(({ facts }) => facts.length)).toEqual([6, bytes, 5])
    }
    expect(readByRuns(Array.from(whole, (byte) => Uint8Array.of(byte))).runs).toEqual([1, 1, 1])
  })

  it('are of compressed messages too, and say what these inflate to', () => {
    const compressed = (message: string) => {
      const flushed = deflateRawSync(utf8(message), { finishFlush: constants.Z_SYNC_FLUSH })
      return frame({ opcode: 1, rsv: 4, payload: flushed.subarray(0, -4) })
    }
    const deflate = { windowBits: 15, noContextTakeover: true }
    const [broken, long] = [frame({ opcode: 1, rsv: 4, payload: hex('ff ff ff') }), 'long '.repeat(30_000)]
    const whole = concat(text('plain'), compressed('one'), compressed('two'), compressed(long), compressed('three'), broken)
    for (const chunks of [[whole], [whole.slice(0, 12), whole.slice(12)]]) {
      const heard = readByRuns(chunks, { deflate })
      expect(heard.runs).toEqual(chunks.length === 1 ? [1, 2, 1, 1] : [1, 1, 1, 1, 1])
      expect(heard.messages.map(({ data }) => textOf(data))).toEqual(['plain', 'one', 'two', long, 'three'])
      expect(heard.violations).toEqual(['not-inflatable'])
    }
  })

  it('leave a compressed message to be named that breaks a rule', () => {
    const flushed = deflateRawSync(hex('61 ff'), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)
    const broken = frame({ opcode: 1, rsv: 4, payload: flushed })
    const sound = frame({ opcode: 2, rsv: 4, payload: flushed })
    for (const noContextTakeover of [true, false]) {
      const heard = readByRuns([concat(sound, broken, sound)], { deflate: { windowBits: 15, noContextTakeover } })
      expect([heard.runs, heard.violations, heard.messages.length]).toEqual([[1], ['not-utf8'], 1])
      const tolerant = readByRuns([concat(sound, broken, sound)], { deflate: { windowBits: 15, noContextTakeover }, tolerant: true })
      expect([tolerant.runs, tolerant.messages.map(({ data }) => toHex(data))]).toEqual([
        [1, 1],
        ['61ff', '61ff', '61ff'],
      ])
    }
  })

  it('leave a cut frame to be named as soon as it breaks a rule', () => {
    const masked = frame({ opcode: 1, payload: utf8('x'), mask: hex('01 02 03 04') })
    const longer = hex('81 7f 00 00 00 00 00 00 ff ff')
    for (const [broken, violation] of [
      [masked, 'masked-by-server'],
      [longer, 'length-not-minimal'],
      [text('abc').fill(0xff, 3), 'not-utf8'],
    ] as const) {
      const bytes = concat(text('before'), broken, new Uint8Array(70_000))
      for (let at = 9; at < 9 + broken.length; at++) {
        const heard = readByRuns([bytes.slice(0, at), bytes.slice(at)])
        expect(heard.violations, `${violation}, cut at ${at}`).toEqual([violation])
        expect(heard.runs).toEqual([1])
      }
    }
  })

  it('tell of a frame that never ended what came of it', () => {
    const bytes = concat(text('before'), text('cut off'))
    for (let left = 1; left < 9; left++) {
      const heard = readByRuns([bytes.slice(0, -left)])
      expect(heard.violations).toEqual(['truncated'])
      expect(heard.frames.map(({ wire }) => toHex(wire))).toEqual([toHex(text('before')), toHex(bytes.slice(8, -left))])
    }
  })

  it('hold what stands in one chunk, kind by kind', () => {
    const binary = frame({ opcode: 2, payload: hex('ff fe') })
    expect(readByRuns([concat(text('a'), text('bc'), text('d'.repeat(300)), binary, binary, text(''))]).runs).toEqual([3, 2, 1])
  })

  it('refuse a character that is cut between two messages', () => {
    const [first, second] = [frame({ opcode: 1, payload: hex('61 c3') }), frame({ opcode: 1, payload: hex('a9 61') })]
    const heard = readByRuns([concat(text('whole'), first, second)])
    expect(heard.violations).toEqual(['not-utf8'])
    expect(heard.messages).toHaveLength(1)
    expect(heard.runs).toEqual([1])
  })

  it.each([
    ['masked', frame({ opcode: 1, payload: utf8('x'), mask: hex('01 02 03 04') }), 'masked-by-server'],
    ['with a length that is not minimal', hex('81 7e 00 01 61'), 'length-not-minimal'],
    ['compressed without agreement', hex('c1 01 61'), 'reserved-bits'],
  ])('leave a frame %s to be named', (_, broken, violation) => {
    const heard = readByRuns([concat(text('before'), broken, text('after'))])
    expect(heard.violations).toEqual([violation])
    expect(heard.runs).toEqual([1])
  })

  it('end before a message that is larger than the limit', () => {
    const heard = readByRuns([concat(text('1234'), text('12345'))], { maxMessageBytes: 4 })
    expect(heard.violations).toEqual(['message-too-large'])
    expect(heard.runs).toEqual([1])
  })

  it('are not told of what is sent, nor inside a message', () => {
    expect(readByRuns([text('out')], { direction: 'out' }).runs).toEqual([])
    const open = frame({ opcode: 1, fin: false, payload: utf8('begun') })
    expect(readByRuns([concat(open, text('interrupts'))]).violations).toEqual(['message-interrupted'])
  })

  it('leave nothing that holds a view of the chunk, other frames do', () => {
    const { reader } = recording({}, () => undefined)
    const tail = text('not whole').subarray(0, 4)
    expect(reader.read(concat(text('a'.repeat(100)), text('b'), tail))).toBe(false)
    expect(reader.read(concat(text('not whole').subarray(4), text('c')))).toBe(false)
    expect(reader.read(concat(text('d'), frame({ opcode: 9, payload: hex('') })))).toBe(true)
  })
})
