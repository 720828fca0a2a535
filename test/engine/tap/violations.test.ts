import { describe, expect, it } from 'vitest'
import { VIOLATIONS, type ViolationId } from '#shared/model/frame.ts'
import { closePayload, concat, frame, hex, toHex } from '#test/support/frame-builder.ts'
import { deflated } from './deflating.ts'
import { readAll, withoutTimes } from './reading.ts'

const DEFLATE = { windowBits: 15, noContextTakeover: false }
const LIMIT = 1000
const beginning = frame({ opcode: 1, payload: 'begun', fin: false })
const closing = frame({ opcode: 8, payload: closePayload(1000) })
const options = (hasDeflate: boolean) => ({ deflate: hasDeflate ? DEFLATE : null, maxMessageBytes: LIMIT, maxFragments: 10 })

/** What goes well before, the frame that breaks a rule, the rule, and whether permessage-deflate was negotiated. */
type Case = readonly [name: string, before: Uint8Array, breaking: Uint8Array, violation: ViolationId, hasDeflate?: boolean]
const none = new Uint8Array(0)

const cases: readonly Case[] = [
  ['RSV1 with nothing negotiated', none, frame({ opcode: 1, rsv: 4 }), 'reserved-bits'],
  ['RSV2', none, frame({ opcode: 1, rsv: 2 }), 'reserved-bits'],
  ['RSV3 beside a negotiated RSV1', none, frame({ opcode: 2, rsv: 5 }), 'reserved-bits', true],
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => [`opcode ${opcode}`, none, frame({ opcode }), 'reserved-opcode'] as const),
  ['a masked frame from a server', none, frame({ opcode: 1, payload: 'x', mask: true }), 'masked-by-server'],
  ['a masked ping from a server', none, frame({ opcode: 9, mask: hex('00000000') }), 'masked-by-server'],
  ['125 bytes announced in two', none, frame({ opcode: 1, payload: 'x'.repeat(125), lengthBytes: 2 }), 'length-not-minimal'],
  ['no bytes announced in eight', none, frame({ opcode: 1, lengthBytes: 8 }), 'length-not-minimal'],
  ['126 bytes announced in eight', none, frame({ opcode: 2, payload: 'x'.repeat(126), lengthBytes: 8 }), 'length-not-minimal'],
  ['a fragmented ping', none, frame({ opcode: 9, fin: false }), 'control-fragmented'],
  ['a fragmented close', none, frame({ opcode: 8, fin: false }), 'control-fragmented'],
  ['a ping of 126 bytes', none, frame({ opcode: 9, payload: 'x'.repeat(126) }), 'control-too-long'],
  ['a continuation of nothing', none, frame({ opcode: 0, payload: 'x' }), 'continuation-without-start'],
  ['a continuation of what is finished', frame({ opcode: 1 }), frame({ opcode: 0 }), 'continuation-without-start'],
  ['a text within a text', beginning, frame({ opcode: 1, payload: 'x' }), 'message-interrupted'],
  ['a binary within a text', beginning, frame({ opcode: 2, fin: false }), 'message-interrupted'],
  ['RSV1 on a continuation', frame({ opcode: 1, rsv: 4, fin: false }), frame({ opcode: 0, rsv: 4 }), 'compressed-continuation', true],
  ['RSV1 on a ping', none, frame({ opcode: 9, rsv: 4 }), 'compressed-control', true],
  ['Latin-1 in a text', none, frame({ opcode: 1, payload: hex('e9') }), 'not-utf8'],
  ['a surrogate in a first fragment', none, frame({ opcode: 1, payload: hex('eda0'), fin: false }), 'not-utf8'],
  ['a text that ends inside a character', none, frame({ opcode: 1, payload: hex('e282') }), 'not-utf8'],
  ['a fragmented one too', frame({ opcode: 1, payload: hex('e2'), fin: false }), frame({ opcode: 0, payload: hex('82') }), 'not-utf8'],
  ['an empty last fragment that leaves it so', frame({ opcode: 1, payload: hex('e2'), fin: false }), frame({ opcode: 0 }), 'not-utf8'],
  ['Latin-1 in a compressed text', none, frame({ opcode: 1, rsv: 4, payload: hex('00 0100feff e9 00') }), 'not-utf8', true],
  ['a block of the reserved type', none, frame({ opcode: 1, rsv: 4, payload: hex('06') }), 'not-inflatable', true],
  ['a reference before the beginning', none, frame({ opcode: 1, rsv: 4, payload: hex('f200110000') }), 'not-inflatable', true],
  ['a final block that takes in the tail', none, frame({ opcode: 1, rsv: 4, payload: hex('f348cdc9c907') }), 'not-inflatable', true],
  [
    'a message too large when inflated',
    none,
    frame({ opcode: 2, rsv: 4, payload: deflated(new Uint8Array(LIMIT + 1)) }),
    'inflated-too-large',
    true,
  ],
  [
    'a frame too many',
    concat(frame({ opcode: 2, fin: false }), ...Array.from({ length: 9 }, () => frame({ opcode: 0, fin: false }))),
    frame({ opcode: 0 }),
    'too-many-fragments',
  ],
  ['a close frame with one byte', none, frame({ opcode: 8, payload: hex('03') }), 'close-payload-length'],
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535].map(
    (code) => [`close code ${code}`, none, frame({ opcode: 8, payload: closePayload(code) }), 'close-code'] as const,
  ),
  ['a reason in Latin-1', none, frame({ opcode: 8, payload: closePayload(1000, hex('e9')) }), 'close-reason-not-utf8'],
  ['a reason that ends inside a character', none, frame({ opcode: 8, payload: closePayload(1000, hex('e282')) }), 'close-reason-not-utf8'],
  ['a text after the close frame', closing, frame({ opcode: 1, payload: 'x' }), 'after-close'],
  ['a ping after the close frame', closing, frame({ opcode: 9 }), 'after-close'],
  ['a second close frame', closing, closing, 'after-close'],
]

const table = cases.map(([name, before, breaking, violation, hasDeflate = false]) => ({ name, before, breaking, violation, hasDeflate }))

describe('a frame that breaks a rule', () => {
  it.each(table)('$name', ({ before, breaking, violation, hasDeflate }) => {
    const good = readAll([before], options(hasDeflate))
    expect(good.violations).toEqual([])

    const heard = readAll([concat(before, breaking)], options(hasDeflate))
    expect(heard.violations).toEqual([violation])
    const last = heard.frames.at(-1)
    expect(last?.facts).toMatchObject({ violation, wireLength: breaking.length })
    expect(last?.wire).toEqual(breaking)
    expect(heard.frames.length).toBe(good.frames.length + 1)
    expect(heard.messages.length).toBe(good.messages.length)
    expect(heard.order.slice(-2)).toEqual([`frame ${last?.facts.seq}`, `violation ${violation}`])
  })

  it.each(table)('$name, byte by byte', ({ before, breaking, hasDeflate }) => {
    const bytes = concat(before, breaking)
    const dripped = readAll(
      Array.from(bytes, (byte) => Uint8Array.of(byte)),
      options(hasDeflate),
    )
    expect(withoutTimes(dripped)).toEqual(withoutTimes(readAll([bytes], options(hasDeflate))))
  })

  it('is tested for every rule there is', () => {
    const elsewhere: ViolationId[] = ['message-too-large', 'length-too-large', 'truncated', 'unframed']
    const tested = new Set([...cases.map(([, , , violation]) => violation), ...elsewhere])
    expect([...tested].sort()).toEqual(Object.keys(VIOLATIONS).sort())
  })
})

const allowed: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['a ping of 125 bytes', frame({ opcode: 9, payload: 'x'.repeat(125) })],
  ['126 bytes announced in two', frame({ opcode: 2, payload: 'x'.repeat(126) })],
  ['a message of the largest size', frame({ opcode: 2, payload: 'x'.repeat(LIMIT) })],
  ['a close frame without a body', frame({ opcode: 8 })],
  ['a binary message that is not UTF-8', frame({ opcode: 2, payload: hex('e9') })],
  ['nothing at all', none],
  ...[1000, 1001, 1002, 1003, 1007, 1012, 1014, 3000, 4999].map(
    (code) => [`close code ${code}`, frame({ opcode: 8, payload: closePayload(code, '…') })] as const,
  ),
]

describe('what is allowed', () => {
  it.each(allowed)('%s', (_, bytes) => expect(readAll([bytes], options(false)).violations).toEqual([]))

  it('a control frame that is longer than the largest message', () => {
    expect(readAll([frame({ opcode: 9, payload: 'ping' })], { maxMessageBytes: 2 }).violations).toEqual([])
  })

  it('for our own frames: to be masked, or not', () => {
    const heard = readAll([frame({ opcode: 1, payload: 'a', mask: true }), frame({ opcode: 1, payload: 'b' })], { direction: 'out' })
    expect(heard.violations).toEqual([])
    expect(heard.frames.map(({ facts }) => facts.masked)).toEqual([true, false])
  })
})

describe('after the first violation', () => {
  it('frames are told and judged, messages and control frames no more', () => {
    const heard = readAll([
      frame({ opcode: 3 }),
      frame({ opcode: 1, payload: 'text' }),
      frame({ opcode: 9 }),
      frame({ opcode: 0 }),
      frame({ opcode: 8, payload: closePayload(1005) }),
      frame({ opcode: 1 }),
    ])
    expect(heard.violations).toEqual(['reserved-opcode'])
    expect(heard.frames.map(({ facts }) => [facts.message, facts.violation])).toEqual([
      [null, 'reserved-opcode'],
      [0, null],
      [null, null],
      [null, 'continuation-without-start'],
      [null, 'close-code'],
      [1, 'after-close'],
    ])
    expect([heard.messages, heard.controls]).toEqual([[], []])
  })

  it('an interrupting frame begins a message of its own, which its continuations belong to', () => {
    const heard = readAll([beginning, frame({ opcode: 2, fin: false }), frame({ opcode: 0 })])
    expect(heard.frames.map(({ facts }) => [facts.message, facts.violation])).toEqual([
      [0, null],
      [1, 'message-interrupted'],
      [1, null],
    ])
  })
})

describe('a frame that will not be buffered', () => {
  const after = concat(frame({ opcode: 9 }), frame({ opcode: 1, payload: 'more' }))

  it.each([
    ['is larger than a message may be', none, frame({ opcode: 2, announcedBytes: 1001n }), 1001, 'message-too-large'],
    [
      'makes a message so',
      frame({ opcode: 2, payload: 'x'.repeat(600), fin: false }),
      frame({ opcode: 0, announcedBytes: 401n }),
      401,
      'message-too-large',
    ],
    ['has a length that cannot be counted', none, frame({ opcode: 1, announcedBytes: 2n ** 53n }), 2 ** 53, 'length-too-large'],
    ['has a length with its top bit set', none, frame({ opcode: 1, announcedBytes: 2n ** 63n }), 2 ** 63, 'length-too-large'],
    ['is a control frame without an end', none, frame({ opcode: 9, announcedBytes: 2n ** 40n }), 2 ** 40, 'control-too-long'],
    ['has a reserved opcode and no end', none, frame({ opcode: 3, announcedBytes: 2n ** 40n }), 2 ** 40, 'reserved-opcode'],
  ] as const)('because it %s: is told with what is there, and the rest is raw', (_, before, header, payloadLength, violation) => {
    const heard = readAll([before, header, after, after], options(false))
    const last = heard.frames.at(-3)
    expect(last?.facts).toMatchObject({ payloadLength, wireLength: header.length + payloadLength, violation })
    expect(toHex(last!.wire)).toBe(toHex(header))
    expect(heard.violations).toEqual([violation])
    expect(heard.frames.length).toBe(before.length > 0 ? 4 : 3)
    for (const { facts, wire } of heard.frames.slice(-2)) {
      expect(facts).toMatchObject({ violation: 'unframed', headerLength: 0, payloadLength: after.length, message: null, maskKey: null })
      expect(wire).toEqual(after)
    }
  })

  it('is told with its payload as far as it came in the same piece', () => {
    const bytes = concat(frame({ opcode: 2, announcedBytes: 5000n }), new Uint8Array(300))
    const heard = readAll([bytes], options(false))
    expect(heard.frames.map(({ wire }) => wire.length)).toEqual([304])
  })

  it('a limit is for one message, not for all', () => {
    const message = frame({ opcode: 2, payload: 'x'.repeat(600) })
    expect(readAll([message, message, message], options(false)).messages.length).toBe(3)
  })
})

describe('a connection that ends', () => {
  const bytes = frame({ opcode: 2, payload: 'x'.repeat(300), mask: hex('01020304') })
  const cutAt = (cut: number) => readAll([bytes.subarray(0, cut)], { direction: 'out' })

  it('between frames breaks nothing', () => {
    expect(cutAt(0).frames).toEqual([])
    expect(cutAt(bytes.length).violations).toEqual([])
    expect(readAll([beginning]).violations).toEqual([])
  })

  it('inside a frame: what came of it is told', () => {
    for (let cut = 1; cut < bytes.length; cut++) {
      const heard = cutAt(cut)
      expect(heard.violations).toEqual(['truncated'])
      expect(heard.frames.map(({ wire }) => toHex(wire))).toEqual([toHex(bytes.subarray(0, cut))])
    }
  })

  it('inside the payload: the facts are those of the header, a data frame has its message', () => {
    expect(cutAt(8).frames[0]?.facts).toMatchObject({
      headerLength: 8,
      payloadLength: 300,
      wireLength: 308,
      maskKey: '01020304',
      message: 0,
    })
  })

  it('inside the header: the facts are those of the bytes that came', () => {
    expect(cutAt(7).frames[0]?.facts).toMatchObject({
      opcode: 2,
      masked: true,
      maskKey: null,
      headerLength: 7,
      payloadLength: 0,
      message: null,
    })
    expect(cutAt(1).frames[0]?.facts).toMatchObject({ opcode: 2, fin: true, masked: false, headerLength: 1, wireLength: 1 })
  })

  it('inside a frame that broke a rule before: the earlier rule is named', () => {
    const heard = readAll([frame({ opcode: 3, payload: 'xyz' }).subarray(0, 3)])
    expect(heard.violations).toEqual(['reserved-opcode'])
  })

  it('is told once', () => {
    const heard = readAll([Uint8Array.of(0x81)])
    heard.reader.end()
    expect(heard.frames.length).toBe(1)
  })
})
