import { describe, expect, it } from 'vitest'
import * as ws from 'ws'
import { agreeOnDeflate } from '#engine/mock/deflate.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const WISH = { noContextTakeover: false, windowBits: 15 }

describe('agreeing on permessage-deflate (RFC 7692 section 7.1)', () => {
  it.each([
    ['permessage-deflate', 'permessage-deflate'],
    ['permessage-deflate; server_no_context_takeover', 'permessage-deflate; server_no_context_takeover'],
    ['permessage-deflate; server_max_window_bits=10', 'permessage-deflate; server_max_window_bits=10'],
    ['permessage-deflate; server_max_window_bits="15"', 'permessage-deflate; server_max_window_bits=15'],
    ['permessage-deflate; client_max_window_bits=8', 'permessage-deflate; client_max_window_bits=8'],
    ['permessage-deflate; client_max_window_bits', 'permessage-deflate'],
    ['x-webkit-deflate-frame', null],
    ['permessage-deflate; server_max_window_bits=8', null],
  ])('answers "%s" with "%s"', (offer, answer) => {
    expect(agreeOnDeflate([offer], WISH)?.header ?? null).toBe(answer)
  })

  it('takes the first offer that it can keep', () => {
    const offers = ['permessage-deflate; server_max_window_bits=8', 'permessage-deflate; server_no_context_takeover']
    expect(agreeOnDeflate(offers, WISH)?.header).toBe('permessage-deflate; server_no_context_takeover')
  })
})

/** The other end of the same agreement, from the `ws` package. Its types are not published. */
interface Reference {
  accept: (configurations: unknown[]) => unknown
  compress: (data: Buffer, fin: boolean, done: (error: Error | null, data: Buffer) => void) => void
  decompress: (data: Buffer, fin: boolean, done: (error: Error | null, data: Buffer) => void) => void
  cleanup: () => void
}

describe('compressed messages', () => {
  it.each([
    ['context takeover', {}, { ...WISH }],
    ['no context takeover', { server_no_context_takeover: true, client_no_context_takeover: true }, { ...WISH, noContextTakeover: true }],
    ['a window of 9 bits', { server_max_window_bits: 9, client_max_window_bits: 9 }, { ...WISH, windowBits: 9 }],
  ])('go to ws and back with %s', async (_, parameters, wish) => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
    const random = seededRandom(seed)
    const deflate = agreeOnDeflate(['permessage-deflate; client_max_window_bits'], wish)!
    const { PerMessageDeflate } = ws as unknown as { PerMessageDeflate: new (options: object) => Reference }
    const reference = new PerMessageDeflate({ isServer: false, threshold: 0, clientMaxWindowBits: 15 })
    reference.accept([Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]]))])
    const run = (how: 'compress' | 'decompress', data: Uint8Array) =>
      new Promise<Buffer>((resolve, reject) => {
        reference[how](Buffer.from(data), true, (error, result) => (error ? reject(error) : resolve(result)))
      })
    const words = Array.from({ length: 50 }, () => Buffer.from(random.bytes(20)).toString('base64'))
    for (let number = 0; number < 60; number++) {
      const isText = random.chance(0.7)
      const count = random.pick([0, 1, 10, 500, 5_000])
      const data = isText ? Buffer.from(Array.from({ length: count }, () => random.pick(words)).join(' ')) : random.bytes(count * 10)
      expect((await run('decompress', deflate.compress(data))).equals(data), `SEED=${seed}`).toBe(true)
      expect(deflate.inflate(await run('compress', data)).equals(data), `SEED=${seed}`).toBe(true)
    }
    reference.cleanup()
  })

  it('grow smaller when they repeat what was said, with context takeover only', () => {
    const said = Buffer.from(seededRandom(7).bytes(500))
    const [keeps, forgets] = [
      agreeOnDeflate(['permessage-deflate'], WISH)!,
      agreeOnDeflate(['permessage-deflate'], { ...WISH, noContextTakeover: true })!,
    ]
    expect([keeps.compress(said).length > 500, keeps.compress(said).length < 50]).toEqual([true, true])
    expect(forgets.compress(said).equals(forgets.compress(said))).toBe(true)
  })

  it('that are none, or too large, are refused', () => {
    const deflate = agreeOnDeflate(['permessage-deflate'], WISH)!
    expect(() => deflate.inflate(Buffer.from('fffefdfc', 'hex'))).toThrow()
    const part = deflate.compress(Buffer.alloc(1024 * 1024))
    const bomb = Buffer.concat(Array.from({ length: 65 }, () => Buffer.concat([part, Buffer.from('0000ffff', 'hex')])))
    expect(() => deflate.inflate(bomb)).toThrow(RangeError)
  })
})
