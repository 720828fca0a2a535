import { deepStrictEqual } from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hex } from '#test/support/frame-builder.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { CLOSE_EVENT, expectAll, HANDSHAKE_EVENT, startCapture, startCaptures, tell } from './capture-folder.ts'
import { Conversation } from './conversation.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

describe('a capture', () => {
  it('gives back 100,000 frames of all kinds as they were told', async () => {
    const { told } = new Conversation(seededRandom(1)).ramble(100_000)
    const { capture, failures } = startCapture(startCaptures())
    tell(capture, told)
    await expectAll(capture, told, 499)
    expect(failures).toEqual([])
  })

  it('gives back every single frame and message, on both sides of a batch boundary', async () => {
    const conversation = new Conversation(seededRandom(2)).ramble(4_990)
    conversation.say('text', utf8('x'.repeat(100)), { fragments: 40 }).ramble(300)
    const { capture } = startCapture(startCaptures())
    tell(capture, conversation.told)
    await expectAll(capture, conversation.told, 7)
    for (const seq of [4_998, 4_999, 5_000, 5_001]) expect((await capture.rows(seq, 1))[0]).toEqual(conversation.told[seq]?.row)
  })

  it('shows what was appended before the question, at every step', async () => {
    const { told } = new Conversation(seededRandom(3)).ramble(60)
    const { capture } = startCapture(startCaptures())
    for (const [index, each] of told.entries()) {
      tell(capture, [each])
      expect(await capture.total()).toBe(index + 1)
      expect(await capture.rows(index, 5)).toEqual([each.row])
    }
    await expectAll(capture, told)
  })

  it('takes a message told long after its last frame', async () => {
    const { told } = new Conversation(seededRandom(4)).ramble(200)
    const { capture } = startCapture(startCaptures())
    for (const { frame } of told) capture.appendFrame(frame)
    await capture.flush()
    for (const { message } of told) if (message !== null) capture.appendMessage(message)
    await expectAll(capture, told)
  })

  it('keeps two captures apart that are written at once', async () => {
    const captures = startCaptures()
    const conversations = [5, 6].map((seed) => new Conversation(seededRandom(seed)).ramble(12_000).told)
    const both = [startCapture(captures, 1).capture, startCapture(captures, 2).capture]
    for (let seq = 0; seq < 12_000; seq++) for (const index of [0, 1]) tell(both[index]!, [conversations[index]![seq]!])
    for (const index of [0, 1]) await expectAll(both[index]!, conversations[index]!, 997)
  })

  it('keeps its events in order', async () => {
    const { capture } = startCapture(startCaptures())
    const failed = { type: 'error', connection: 1, timeUs: 5, code: 'connection.lost', message: 'Gone.', hint: '' } as const
    for (const event of [HANDSHAKE_EVENT, failed, CLOSE_EVENT]) capture.appendEvent(event)
    expect(await capture.events()).toEqual([HANDSHAKE_EVENT, failed, CLOSE_EVENT])
  })

  it('stays readable when finished, and is gone when removed', async () => {
    const captures = startCaptures()
    const { told } = new Conversation(seededRandom(7)).ramble(100)
    const { capture } = startCapture(captures)
    tell(capture, told)
    await capture.finish()
    capture.appendFrame(told[0]!.frame)
    await expectAll(capture, told)
    await capture.remove()
    await expect(capture.rows(0, 1)).rejects.toMatchObject({ name: 'AppError', code: 'capture.unknown' })
    expect(readdirSync(captures.folder)).toEqual([])
  })

  it('refuses a frame out of its turn', () => {
    const { told } = new Conversation(seededRandom(8)).ramble(2)
    const { capture } = startCapture(startCaptures())
    expect(() => capture.appendFrame(told[1]!.frame)).toThrow('expects frame 0')
  })
})

describe('a row', () => {
  const close = { preview: '1001 going ✓', previewKind: 'close' } as const
  it.each([
    ['a close frame', { opcode: 8, payload: new Uint8Array([0x03, 0xe9, ...utf8('going ✓')]) }, close],
    ['a close frame without a reason', { opcode: 8, payload: hex('03e8') }, { preview: '1000', previewKind: 'close' }],
    ['a close frame without a body', { opcode: 8, payload: hex('') }, { preview: '', previewKind: 'empty' }],
    ['a close frame of one byte', { opcode: 8, payload: hex('03') }, { preview: '03', previewKind: 'hex' }],
    ['a ping that is not printable', { opcode: 9, payload: utf8('a\nb') }, { preview: '61 0a 62', previewKind: 'hex' }],
    ['a pong with text', { opcode: 10, payload: utf8('héllo') }, { preview: 'héllo', previewKind: 'text' }],
    [
      'a reserved opcode',
      { opcode: 3, payload: utf8('ab'), violation: 'reserved-opcode' as const },
      { preview: '61 62', previewKind: 'hex' },
    ],
    [
      'text that is not UTF-8',
      { opcode: 1, payload: hex('61 ff 62'), message: 0, violation: 'not-utf8' as const },
      { kind: 'text', preview: 'a\ufffdb', previewKind: 'text' },
    ],
    [
      'RSV1 that nobody agreed on',
      { opcode: 2, rsv: 4, payload: hex('61'), message: 0, violation: 'reserved-bits' as const },
      { kind: 'binary', preview: '61', previewKind: 'hex' },
    ],
    [
      'a frame cut off in its payload',
      { opcode: 2, payload: hex('616263'), message: 0, missing: 2, violation: 'truncated' as const },
      {
        kind: 'binary',
        preview: '61',
        previewKind: 'hex',
      },
    ],
    [
      'a frame cut off in its header',
      { opcode: 2, payload: hex('6162'), message: 0, missing: 3, violation: 'truncated' as const },
      { kind: 'binary' },
    ],
  ] as const)('shows %s', async (_, frame, expected) => {
    const { capture } = startCapture(startCaptures())
    const told = new Conversation(seededRandom(9)).add(frame, expected)
    capture.appendFrame(told.frame)
    expect(await capture.rows(0, 10)).toEqual([told.row])
  })

  it.each([
    ['ASCII', 'a'.repeat(300), 256],
    ['three bytes a character', '世'.repeat(300), 256],
    ['a pair across the cut', `a${'😀'.repeat(300)}`, 255],
  ])('cuts a preview between characters: %s', async (_, text, length) => {
    const conversation = new Conversation(seededRandom(10))
      .say('text', utf8(text))
      .say('text', utf8(text), { compressed: true, fragments: 3 })
    const { capture } = startCapture(startCaptures())
    tell(capture, conversation.told)
    const rows = await capture.rows(0, 10)
    expect([rows[0]?.preview, rows[3]?.preview]).toEqual([text.slice(0, length), text.slice(0, length)])
  })
})

describe('a payload', () => {
  it('is read by slice, unmasked from any position', async () => {
    const data = seededRandom(11).bytes(100_000)
    const conversation = new Conversation(seededRandom(12))
    for (const fragments of [1, 7]) conversation.say('binary', data, { direction: 'out', fragments }).control('in')
    conversation.say('binary', data, { compressed: true, fragments: 2 })
    const { capture } = startCapture(startCaptures())
    tell(capture, conversation.told)
    const random = seededRandom(13)
    for (const seq of [0, 2, 5, 8, conversation.told.length - 1]) {
      for (let round = 0; round < 20; round++) {
        const [first, count] = [random.below(110_000), random.below(50_000)]
        const slice = await capture.payload(seq, 'message', first, count)
        deepStrictEqual(Buffer.from(slice.bytes), Buffer.from(data.subarray(first, first + count)))
        expect(slice.total).toBe(data.length)
      }
    }
  })

  it('of 40 MiB in one frame comes through, slice by slice', async () => {
    const data = Buffer.alloc(40 * 1024 * 1024, 'oscilloscope')
    const { capture } = startCapture(startCaptures())
    tell(capture, new Conversation(seededRandom(14)).say('binary', data).say('text', utf8('after')).told)
    const slice = await capture.payload(0, 'message', 39 * 1024 * 1024, 16 * 1024 * 1024)
    expect(Buffer.from(slice.bytes).equals(data.subarray(39 * 1024 * 1024))).toBe(true)
    expect((await capture.rows(1, 1))[0]?.preview).toBe('after')
  })
})

describe('a question that cannot be answered', () => {
  it('is refused with a sentence', async () => {
    const { capture } = startCapture(startCaptures())
    const conversation = new Conversation(seededRandom(15))
    conversation.control('in')
    tell(capture, conversation.told)
    const refusals = [
      capture.rows(-1, 1),
      capture.rows(0, 1_001),
      capture.rows(0.5, 1),
      capture.rows(0, Number.NaN),
      capture.frame(1),
      capture.frame(-1),
      capture.payload(0, 'frame', 0, 16 * 1024 * 1024 + 1),
      capture.payload(0, 'message', 0, 1),
    ]
    for (const refused of refusals) await expect(refused).rejects.toMatchObject({ name: 'AppError', code: 'input.invalid' })
    expect(await capture.rows(5, 10)).toEqual([])
  })
})
