import { constants, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { InflateStream } from '#engine/tap/inflate-stream.ts'
import { InflateWindow } from '#engine/tap/inflate-window.ts'
import { Inflater } from '#engine/tap/inflater.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { textOf } from './reading.ts'

const MAX_BYTES = 1024 * 1024
const utf8 = (text: string) => new TextEncoder().encode(text)
const flushed = (text: string) => deflateRawSync(utf8(text), { finishFlush: constants.Z_SYNC_FLUSH })
/** As a message: without the four bytes that a receiver puts back. */
const message = (text: string) => flushed(text).subarray(0, -4)
const inflated = (answer: Uint8Array | string | null) => (answer instanceof Uint8Array ? answer : undefined)
/** Where a message may end: before the four bytes that a receiver puts back. */
const blockEnds = (whole: Buffer) => Array.from(whole, (_, at) => at).filter((at) => whole.indexOf('0000ffff', at, 'hex') === at)
const open = (windowBits = 15) => InflateStream.open(windowBits)!

describe('a stream that lives over many messages', () => {
  it('can be had on this Node: its insides are as they were', () => {
    expect(InflateStream.open(15)).not.toBeNull()
  })

  it('inflates one message after the other, long ones too', () => {
    for (const isLasting of [true, false]) {
      const stream = open()
      for (const text of ['short', '', 'long '.repeat(40_000), 'x'.repeat(16 * 1024), 'short']) {
        expect(textOf(inflated(stream.inflate(message(text), MAX_BYTES, isLasting)))).toBe(text)
        if (!isLasting) stream.reset()
      }
    }
  })

  it('inflates a message of many blocks', () => {
    const parts = Array.from({ length: 100 }, (_, index) => `part ${index} `)
    const blocks = Buffer.concat(parts.map(flushed)).subarray(0, -4)
    for (const isLasting of [true, false]) expect(textOf(inflated(open().inflate(blocks, MAX_BYTES, isLasting)))).toBe(parts.join(''))
  })

  it('takes exactly the limit, and no byte more', () => {
    for (const length of [100, 50_000]) {
      const whole = message('x'.repeat(length))
      for (const isLasting of [true, false]) {
        expect(open().inflate(whole, length, isLasting)).toHaveLength(length)
        expect(open().inflate(whole, length - 1, isLasting)).toBe('too-large')
      }
    }
  })

  it('answers null where the stream ends, and where it is broken', () => {
    for (const isLasting of [true, false]) {
      expect(open().inflate(deflateRawSync(utf8('ended')), MAX_BYTES, isLasting)).toBeNull()
      expect(open().inflate(Uint8Array.of(0xff, 0xff, 0xff), MAX_BYTES, isLasting)).toBeNull()
    }
  })

  it('notices every place at which a block may break off', () => {
    const text = Array.from({ length: 300 }, (_, index) => `${index * 7919} `).join('')
    for (const whole of [flushed(text), Buffer.concat([...text.slice(0, 200)].map(flushed))]) {
      const ends = new Set(blockEnds(whole))
      for (let length = 1; length < whole.length; length++) {
        const isWhole = open().inflate(whole.subarray(0, length), MAX_BYTES, true) !== null
        expect(isWhole, `${length} of ${whole.length} bytes`).toBe(ends.has(length))
      }
    }
  })

  it('forgets what it had when it is reset', () => {
    const stream = open()
    const dictionary = utf8('said before and then again')
    expect(stream.inflate(message('said before and then again'), MAX_BYTES, true)).not.toBeNull()
    stream.reset()
    const referring = deflateRawSync(dictionary, { dictionary, finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)
    expect(stream.inflate(referring, MAX_BYTES, true)).toBeNull()
  })
})

describe('an inflater with context takeover', () => {
  it('knows the window still after a message that had to be inflated alone', () => {
    const inflater = new Inflater({ windowBits: 15, noContextTakeover: false }, MAX_BYTES)
    const said = 'a long sentence that is said again and again'
    const again = () => deflateRawSync(utf8(said), { dictionary: utf8(said), finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)
    expect(inflater.inflate(message(said))).toEqual(Buffer.from(said))
    expect(inflater.inflate(deflateRawSync(utf8(said), { dictionary: utf8(said) }))).toEqual(Buffer.from(said))
    expect(inflater.inflate(again())).toEqual(Buffer.from(said))
  })
})

describe('a window', () => {
  it('holds the last bytes of all that came', () => {
    const random = seededRandom(11)
    const window = new InflateWindow(512)
    let all = Buffer.alloc(0)
    for (let step = 0; step < 300; step++) {
      const bytes = Buffer.from(Array.from({ length: random.pick([0, 1, 100, 500, 512, 513, 3000]) }, (_, index) => (index * step) & 0xff))
      all = Buffer.concat([all, bytes])
      window.append(bytes)
      expect(Buffer.from(window.bytes)).toEqual(all.subarray(-512))
    }
    window.clear()
    expect(window.bytes).toHaveLength(0)
  })
})
