import { describe, expect, it } from 'vitest'
import type { ViolationId } from '#shared/model/frame.ts'
import { closePayload, concat, frame, hex } from '#test/support/frame-builder.ts'
import { deflated } from './deflating.ts'
import { readAll, withoutTimes } from './reading.ts'

const DEFLATE = { windowBits: 15, noContextTakeover: false }
const TOLERANT = { tolerant: true, maxMessageBytes: 1000, maxInflatedBytes: 1000, maxFragments: 3 }
const good = frame({ opcode: 1, payload: 'good' })
const begun = frame({ opcode: 1, payload: 'be', fin: false })
const utf8 = (data: Uint8Array) => new TextDecoder().decode(data)

/** What is broken, the rule, and the messages that are told all the same, before one that is sound. */
type Case = readonly [name: string, wire: Uint8Array, violation: ViolationId, told: readonly string[]]
const cases: readonly Case[] = [
  ['RSV2', frame({ opcode: 1, rsv: 2, payload: 'x' }), 'reserved-bits', ['x']],
  ['RSV1 with nothing negotiated', frame({ opcode: 1, rsv: 4, payload: 'x' }), 'reserved-bits', ['x']],
  ['a reserved opcode', frame({ opcode: 3, payload: 'x' }), 'reserved-opcode', []],
  ['a mask', frame({ opcode: 1, payload: 'masked', mask: true }), 'masked-by-server', ['masked']],
  ['a length written too long', frame({ opcode: 1, payload: 'x', lengthBytes: 8 }), 'length-not-minimal', ['x']],
  ['a fragmented ping', frame({ opcode: 9, fin: false }), 'control-fragmented', []],
  ['a ping too long', frame({ opcode: 9, payload: 'x'.repeat(200) }), 'control-too-long', []],
  ['a continuation of nothing', frame({ opcode: 0, payload: 'x' }), 'continuation-without-start', []],
  ['a message that interrupts another', concat(begun, frame({ opcode: 1, payload: 'x' })), 'message-interrupted', ['x']],
  ['Latin-1 in a text', frame({ opcode: 1, payload: hex('e9') }), 'not-utf8', ['\ufffd']],
  [
    'Latin-1 in a fragment',
    concat(frame({ opcode: 1, payload: hex('e9'), fin: false }), frame({ opcode: 0, payload: 'x' })),
    'not-utf8',
    ['\ufffdx'],
  ],
  ['a message too large', frame({ opcode: 2, payload: 'x'.repeat(1001) }), 'message-too-large', []],
  ['too many fragments', concat(begun, ...[0, 1, 2].map((at) => frame({ opcode: 0, fin: at === 2 }))), 'too-many-fragments', []],
]

describe('a tolerant reader', () => {
  it.each(cases)('after %s names the rule and goes on', (_, wire, violation, told) => {
    const heard = readAll([concat(wire, good)], TOLERANT)
    expect(heard.violations).toEqual([])
    expect(heard.frames.map(({ facts }) => facts.violation).filter((id) => id !== null && id !== 'unframed')).toEqual([violation])
    expect(heard.messages.map(({ data }) => utf8(data))).toEqual([...told, 'good'])
  })

  it.each(cases)('after %s reads the same byte by byte', (_, wire) => {
    const bytes = concat(wire, good)
    const dripped = readAll(
      Array.from(bytes, (byte) => Uint8Array.of(byte)),
      TOLERANT,
    )
    expect(withoutTimes(dripped).messages.map(({ data }) => data)).toEqual(
      withoutTimes(readAll([bytes], TOLERANT)).messages.map(({ data }) => data),
    )
  })

  it('keeps the bytes of a text that is none', () => {
    const { messages } = readAll([frame({ opcode: 1, payload: hex('68e9') })], TOLERANT)
    expect(messages.map(({ data }) => Buffer.from(data).toString('hex'))).toEqual(['68e9'])
  })

  it('reads on after the rest of a frame that was too long, which is raw', () => {
    const long = frame({ opcode: 2, payload: 'y'.repeat(5000) })
    const heard = readAll([long.subarray(0, 100), long.subarray(100, 3000), concat(long.subarray(3000), good)], TOLERANT)
    expect(heard.frames.map(({ facts, wire }) => [facts.violation, wire.length])).toEqual([
      ['message-too-large', 100],
      ['unframed', 2900],
      ['unframed', 2004],
      [null, 6],
    ])
    expect(Buffer.concat(heard.frames.slice(0, 3).map(({ wire }) => wire))).toEqual(Buffer.from(long))
  })

  it('inflates nothing more once the window is lost, but where each message stands alone', () => {
    const broken = frame({ opcode: 1, rsv: 4, payload: hex('06') })
    const sound = frame({ opcode: 1, rsv: 4, payload: deflated('sound') })
    const bomb = frame({ opcode: 2, rsv: 4, payload: deflated(new Uint8Array(2000)) })
    const read = (noContextTakeover: boolean) =>
      readAll([broken, sound, bomb, sound, good], { ...TOLERANT, deflate: { ...DEFLATE, noContextTakeover } })
    expect(read(false).messages.map(({ data }) => utf8(data))).toEqual(['good'])
    expect(read(true).messages.map(({ data }) => utf8(data))).toEqual(['sound', 'sound', 'good'])
    expect(read(true).frames.map(({ facts }) => facts.violation)).toEqual(['not-inflatable', null, 'inflated-too-large', null, null])
  })

  it('tells control frames that break a rule too', () => {
    const { controls } = readAll(
      [frame({ opcode: 9, payload: 'p', mask: true }), frame({ opcode: 8, payload: closePayload(1005) }), frame({ opcode: 9 })],
      TOLERANT,
    )
    expect(controls.map(({ opcode }) => opcode)).toEqual([9, 8])
  })
})

describe('after the protocol broke, a strict reader', () => {
  const ANSWER = new TextEncoder().encode(
    'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 11\r\n\r\nBad Gateway and much more than a frame would hold\r\n\r\nHTTP',
  )

  it('shows what is no frame raw: an HTTP answer', () => {
    const heard = readAll([good, ANSWER])
    expect(heard.violations).toEqual(['reserved-bits'])
    expect(heard.frames.map(({ facts }) => facts.violation)).toEqual([null, 'reserved-bits', 'unframed'])
    expect(Buffer.concat(heard.frames.slice(1).map(({ wire }) => wire))).toEqual(Buffer.from(ANSWER))
  })

  it('loses no byte of it, however it is cut', () => {
    for (const size of [1, 2, 3, 7, 50]) {
      const chunks = Array.from({ length: Math.ceil(ANSWER.length / size) }, (_, at) => ANSWER.subarray(at * size, (at + 1) * size))
      const heard = readAll(chunks)
      expect(Buffer.concat(heard.frames.map(({ wire }) => wire))).toEqual(Buffer.from(ANSWER))
      expect(heard.frames.at(-1)?.facts.violation).toBe('unframed')
    }
  })

  it('still believes frames whose headers make sense', () => {
    const heard = readAll([frame({ opcode: 3 }), good, frame({ opcode: 8, payload: closePayload(1002) }), frame({ opcode: 5 }), good])
    expect(heard.frames.map(({ facts }) => facts.violation)).toEqual(['reserved-opcode', null, null, 'unframed', 'unframed'])
  })

  it('does not wait for a frame whose broken header announces more than it would keep', () => {
    const { frames, violations } = readAll([frame({ opcode: 3, announcedBytes: 60_000_000n })], { maxMessageBytes: 100_000_000 })
    expect(violations).toEqual(['reserved-opcode'])
    expect(frames[0]?.wire).toHaveLength(10)
  })
})
