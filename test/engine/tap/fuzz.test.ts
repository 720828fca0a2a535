import { describe, expect, it } from 'vitest'
import { concat, frame } from '#test/support/frame-builder.ts'
import { type SeededRandom, seededRandom } from '#test/support/seeded-random.ts'
import { deflated } from './deflating.ts'
import { type Reading, readAll } from './reading.ts'
import { readByRuns } from './unfolding.ts'

/** Seeds that failed once; add to them, never take away. */
const KEPT_SEEDS: readonly number[] = []
const SEEDS = [...KEPT_SEEDS, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const CASES_PER_SEED = 1000
const MAX_MESSAGE_BYTES = 600

const GARBAGE = [
  'HTTP/1.1 400 Bad Request\r\n\r\n',
  '\x15\x03\x03\x00\x02\x02\x28',
  '\0\0\0\0',
  '\xff\xff\xff\xff',
  'GET / HTTP/1.1\r\n',
].map((text) => new Uint8Array(Buffer.from(text, 'latin1')))

/** Frames of all kinds, sound and broken, between bytes that are none. */
function stream(random: SeededRandom): Uint8Array {
  const parts = Array.from({ length: 1 + random.below(12) }, () => {
    if (random.chance(0.1)) return random.pick(GARBAGE)
    if (random.chance(0.1)) return random.bytes(random.below(40))
    const isCompressed = random.chance(0.2)
    const data = random.chance(0.5) ? 'some text ü '.repeat(random.below(20)) : random.bytes(random.below(300))
    const built = frame({
      opcode: random.chance(0.9) ? random.pick([0, 1, 2, 8, 9, 10]) : random.below(16),
      fin: random.chance(0.7),
      rsv: isCompressed ? 4 : random.chance(0.05) ? random.below(8) : 0,
      payload: isCompressed ? deflated(data) : data,
      mask: random.chance(0.05),
      ...(random.chance(0.05) && { lengthBytes: 8 as const, announcedBytes: random.pick([0n, 5n, 70_000n, 2n ** 40n, 2n ** 63n]) }),
    })
    return random.chance(0.05) ? built.subarray(0, random.below(built.length)) : built
  })
  return concat(...parts)
}

function cut(bytes: Uint8Array, random: SeededRandom): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const size = random.chance(0.3) ? 1 : 1 + random.below(200)
    // A copy each, as a socket gives.
    chunks.push(bytes.slice(at, at + size))
    at += size
  }
  return chunks
}

/** What holds of every reading. Not by `expect`, of which a million calls take a minute. */
function complaintsOf({ frames, messages, violations }: Reading, bytes: Uint8Array, isTolerant: boolean): string[] {
  const complaints: string[] = []
  if (!Buffer.concat(frames.map(({ wire }) => wire)).equals(bytes)) complaints.push('bytes were lost, or made up')
  if (frames.some(({ facts, wire }) => wire.length > facts.wireLength)) complaints.push('a frame has more bytes than it should')
  if (messages.some(({ data }) => data.length > 2 * MAX_MESSAGE_BYTES)) complaints.push('a message is larger than its limit')
  if (violations.length > (isTolerant ? 0 : 1)) complaints.push('a violation was told twice, or by a tolerant reader')
  return complaints
}

/** What must not depend on how the bytes were cut. */
function said({ frames, messages, violations }: Reading): string {
  const named = frames.flatMap(({ facts }) => (facts.violation === 'unframed' ? [] : [facts.violation]))
  return JSON.stringify([violations, named, messages.map(({ data }) => Buffer.from(data).toString('hex'))])
}

describe('a reader of anything', () => {
  it.each(SEEDS)('throws nothing, loses no byte, and tells the same however it is cut (1,000 streams, seed %i)', (seed) => {
    const random = seededRandom(seed)
    for (let round = 0; round < CASES_PER_SEED; round++) {
      const bytes = stream(random)
      const options = {
        deflate: random.chance(0.5) ? { windowBits: random.pick([9, 15]), noContextTakeover: random.chance(0.5) } : null,
        maxMessageBytes: MAX_MESSAGE_BYTES,
        maxInflatedBytes: 2 * MAX_MESSAGE_BYTES,
        maxFragments: 3,
        tolerant: random.chance(0.5),
      }
      const whole = readAll([bytes.slice()], options)
      const pieces = readAll(cut(bytes, random), options)
      const byRuns = readByRuns(cut(bytes, random), options)
      const complaints = [whole, pieces, byRuns].flatMap((reading) => complaintsOf(reading, bytes, options.tolerant))
      for (const reading of [pieces, byRuns])
        if (said(reading) !== said(whole)) complaints.push(`${said(reading)} in place of ${said(whole)}`)
      if (complaints.length > 0) expect.fail(`seed ${seed}, round ${round}: ${complaints.join('; ')}`)
    }
  })
})
