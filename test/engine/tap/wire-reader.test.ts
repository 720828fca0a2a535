import { describe, expect, it } from 'vitest'
import { concat, frame, hex, toHex } from '#test/support/frame-builder.ts'
import { readAll, recording, textOf, withoutTimes } from './reading.ts'

describe('the examples of RFC 6455 section 5.7', () => {
  it.each([
    ['an unmasked text', 'in', ['81 05 48656c6c6f'], ['Hello']],
    ['a masked text', 'out', ['81 85 37fa213d 7f9f4d5158'], ['Hello']],
    ['a fragmented text', 'in', ['01 03 48656c', '80 02 6c6f'], ['Hello']],
  ] as const)('%s', (_, direction, frames, texts) => {
    const heard = readAll([hex(frames.join(''))], { direction })
    expect(heard.frames.map(({ wire }) => toHex(wire))).toEqual(frames.map((digits) => digits.replaceAll(' ', '')))
    expect(heard.messages.map(({ data }) => textOf(data))).toEqual(texts)
    expect(heard.violations).toEqual([])
  })

  it('an unmasked ping and a masked pong', () => {
    const ping = readAll([hex('89 05 48656c6c6f')])
    const pong = readAll([hex('8a 85 37fa213d 7f9f4d5158')], { direction: 'out' })
    expect(ping.controls).toEqual([{ opcode: 9, payload: hex('48656c6c6f') }])
    expect(textOf(pong.controls[0]?.payload)).toBe('Hello')
    expect(pong.frames[0]?.facts).toMatchObject({ direction: 'out', masked: true, maskKey: '37fa213d', headerLength: 6, wireLength: 11 })
    expect(pong.frames[0]?.wire).toEqual(hex('8a 85 37fa213d 7f9f4d5158'))
  })

  it.each([256, 65536])('a binary message of %i bytes', (length) => {
    const payload = new Uint8Array(length).fill(7)
    const heard = readAll([frame({ opcode: 2, payload })])
    expect(heard.messages[0]?.facts).toMatchObject({ kind: 'binary', length, frames: 1, wireLength: length + (length === 256 ? 4 : 10) })
    expect(heard.messages[0]?.data).toEqual(payload)
  })
})

describe('a conversation', () => {
  const conversation = concat(
    frame({ opcode: 1, payload: 'one' }),
    frame({ opcode: 1, payload: hex('e282'), fin: false }),
    frame({ opcode: 9, payload: 'between' }),
    frame({ opcode: 0, payload: hex('ac f09f'), fin: false }),
    frame({ opcode: 10 }),
    frame({ opcode: 0, fin: false }),
    frame({ opcode: 0, payload: hex('9880') }),
    frame({ opcode: 2, payload: new Uint8Array(300).fill(1) }),
    frame({ opcode: 2 }),
    frame({ opcode: 8, payload: hex('03e8 627965') }),
  )

  it('is told frame by frame, with messages and control frames in their places', () => {
    const heard = readAll([conversation])
    expect(heard.frames.map(({ facts }) => [facts.seq, facts.opcode, facts.fin, facts.payloadLength, facts.message])).toEqual([
      [0, 1, true, 3, 0],
      [1, 1, false, 2, 1],
      [2, 9, true, 7, null],
      [3, 0, false, 3, 1],
      [4, 10, true, 0, null],
      [5, 0, false, 0, 1],
      [6, 0, true, 2, 1],
      [7, 2, true, 300, 2],
      [8, 2, true, 0, 3],
      [9, 8, true, 5, null],
    ])
    expect(heard.order.join(', ')).toBe(
      'frame 0, message 0, frame 1, frame 2, control 9, frame 3, frame 4, control 10, frame 5, frame 6, message 1, frame 7, message 2, frame 8, message 3, frame 9, control 8',
    )
    expect(textOf(heard.messages[1]?.data)).toBe('€😀')
    expect(heard.messages[1]?.facts).toEqual({
      message: 1,
      timeUs: 1,
      direction: 'in',
      kind: 'text',
      length: 7,
      wireLength: 15,
      frames: 4,
      compressed: false,
      firstSeq: 1,
      lastSeq: 6,
    })
  })

  it('is told the same, cut in two anywhere', () => {
    const whole = withoutTimes(readAll([conversation]))
    for (let cut = 0; cut <= conversation.length; cut++) {
      expect(withoutTimes(readAll([conversation.subarray(0, cut), conversation.subarray(cut)])), `cut at ${cut}`).toEqual(whole)
    }
  })

  it('is told the same byte by byte', () => {
    const bytes = Array.from(conversation, (byte) => Uint8Array.of(byte))
    expect(withoutTimes(readAll(bytes))).toEqual(withoutTimes(readAll([conversation])))
  })

  it('gives each frame the time at which its last byte came', () => {
    const { reader, frames, messages } = recording({ now: counter([100, 200, 300]) })
    const [first, second] = [frame({ opcode: 1, payload: 'a' }), frame({ opcode: 1, payload: 'b' })]
    reader.read(concat(first, second.subarray(0, 1)))
    reader.read(second.subarray(1, 2))
    reader.read(second.subarray(2))
    expect(frames.map(({ facts }) => facts.timeUs)).toEqual([100, 300])
    expect(messages.map(({ facts }) => facts.timeUs)).toEqual([100, 300])
  })

  it('numbers frames and messages across both directions', () => {
    let [seq, message] = [0, 0]
    const numbering = { nextSeq: () => seq++, nextMessage: () => message++ }
    const incoming = recording({ numbering })
    const outgoing = recording({ numbering, direction: 'out' })
    incoming.reader.read(frame({ opcode: 1, payload: 'a', fin: false }))
    outgoing.reader.read(frame({ opcode: 1, payload: 'b', mask: true }))
    incoming.reader.read(frame({ opcode: 0, payload: 'c' }))
    expect(incoming.frames.map(({ facts }) => [facts.seq, facts.message])).toEqual([
      [0, 0],
      [2, 0],
    ])
    expect(outgoing.frames.map(({ facts }) => [facts.seq, facts.message])).toEqual([[1, 1]])
    expect(outgoing.messages[0]?.facts).toMatchObject({ direction: 'out', firstSeq: 1 })
  })
})

describe('what is told may be kept', () => {
  it('also when the frame came in pieces, each in memory of its own', () => {
    const { reader, frames } = recording()
    for (const text of ['first', 'other']) {
      const bytes = frame({ opcode: 1, payload: text })
      reader.read(bytes.subarray(0, 3))
      reader.read(bytes.subarray(3))
    }
    expect(frames.map(({ wire }) => textOf(wire.subarray(2)))).toEqual(['first', 'other'])
  })

  it('and the wire stays masked where the frame was', () => {
    const bytes = frame({ opcode: 2, payload: Uint8Array.of(1, 2, 3), mask: hex('ffffffff') })
    const { frames, messages } = readAll([bytes], { direction: 'out' })
    expect(toHex(frames[0]!.wire)).toBe('8283ffffffff' + 'fefdfc')
    expect(toHex(messages[0]!.data)).toBe('010203')
  })
})

describe('large frames', () => {
  it('join right: 100 MiB in pieces of 64 KiB', () => {
    const length = 100 * 1024 * 1024
    const { reader, frames, messages } = recording({ maxMessageBytes: length })
    reader.read(frame({ opcode: 2, announcedBytes: BigInt(length) }))
    const pieceBytes = 64 * 1024
    for (let index = 0; index < length / pieceBytes; index++) reader.read(new Uint8Array(pieceBytes).fill(index % 251))
    const data = messages[0]!.data
    expect([frames.length, messages.length, data.length]).toEqual([1, 1, length])
    for (let index = 0; index < length / pieceBytes; index++) {
      const [first, last] = [data[index * pieceBytes], data[(index + 1) * pieceBytes - 1]]
      if (first !== index % 251 || last !== index % 251) expect.fail(`piece ${index} holds ${first} and ${last}`)
    }
  })

  it('take no memory for what is only announced', () => {
    const { reader, frames } = recording({ maxMessageBytes: 2 ** 52 })
    reader.read(frame({ opcode: 2, announcedBytes: 2n ** 51n }))
    reader.read(new Uint8Array(10))
    reader.end()
    expect(frames[0]?.facts).toMatchObject({ payloadLength: 2 ** 51, violation: 'truncated' })
    expect(frames[0]?.wire.length).toBe(20)
  })
})

function counter(times: readonly number[]): () => number {
  let index = 0
  return () => times[index++]!
}
