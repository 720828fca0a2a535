import { constants, createDeflateRaw } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { CapturedEvent } from '#engine/capture/capture.ts'
import { createRedaction, previewRedaction } from '#engine/interchange/redaction/redaction.ts'
import type { CapturedMessage } from '#engine/tap/captured.ts'
import { WireReader } from '#engine/tap/wire-reader.ts'
import { DEFAULT_RULES } from '#shared/model/redaction.ts'
import { startCapture, startCaptures } from '#test/engine/capture/capture-folder.ts'
import { exportTo, handshakeEvent } from '#test/engine/interchange/capture/exported.ts'
import { frame } from '#test/support/frame-builder.ts'

const TAKEOVER = { serverNoContextTakeover: false, clientNoContextTakeover: false, serverMaxWindowBits: 15, clientMaxWindowBits: 15 }

/** Reads wire bytes as a connection would; answers with the messages. */
function read(
  wire: readonly Uint8Array[],
  hasDeflate: boolean,
  onFrame: (told: Parameters<ConstructorParameters<typeof WireReader>[1]['onFrame']>[0]) => void = () => undefined,
): CapturedMessage[] {
  const messages: CapturedMessage[] = []
  let [seq, message, timeUs] = [0, 0, 1_795_000_000_000_000]
  const reader = new WireReader(
    {
      direction: 'in',
      deflate: hasDeflate ? { windowBits: 15, noContextTakeover: false } : null,
      maxMessageBytes: 1e7,
      maxInflatedBytes: 1e7,
      maxFragments: 1e4,
      tolerant: false,
      numbering: { nextSeq: () => seq++, nextMessage: () => message++ },
      now: () => timeUs++,
    },
    { onFrame, onMessage: (told) => messages.push(told), onControl: () => undefined, onViolation: (id) => expect.fail(id) },
  )
  for (const chunk of wire) reader.read(chunk)
  return messages
}

async function redactedCopy(wire: readonly Uint8Array[], hasDeflate: boolean) {
  const captures = startCaptures()
  const { capture } = startCapture(captures)
  const negotiated = { subprotocol: '', extensions: '', deflate: hasDeflate ? TAKEOVER : null }
  const hop: CapturedEvent = handshakeEvent({ negotiated })
  capture.appendEvent(hop)
  const messages: CapturedMessage[] = []
  for (const told of [wire]) for (const message of read(told, hasDeflate, (each) => capture.appendFrame(each))) messages.push(message)
  for (const message of messages) capture.appendMessage(message)
  const copy = await captures.open(await exportTo(captures, capture, 'sockscope', { redaction: createRedaction(DEFAULT_RULES) }))
  const { frames, bytes } = await copy.slice(0, { frames: 5_000, bytes: 1e8 })
  const copied = frames.map(({ facts, wireStart, storedLength }) => ({ facts, wire: bytes.subarray(wireStart, wireStart + storedLength) }))
  return { captures, capture, copied, told: frames.flatMap(({ message }) => (message ? [message] : [])), bytes }
}

describe('frames of a redacted message', () => {
  const text = '{"user":"ann","password":"correct horse battery staple","ok":true}'
  const hidden = '{"user":"ann","password":"****************************","ok":true}'

  it('are cut and masked as before, and no byte longer', async () => {
    const parts = [text.slice(0, 30), text.slice(30, 31), '', text.slice(31)]
    const wire = parts.map((payload, index) => frame({ opcode: index === 0 ? 1 : 0, fin: index === 3, payload }))
    const { copied, told, bytes } = await redactedCopy(wire, false)
    expect(copied.map(({ facts }) => facts.payloadLength)).toEqual([30, 1, 0, text.length - 31])
    expect(Buffer.concat(copied.map((each) => each.wire.subarray(each.facts.headerLength))).toString()).toBe(hidden)
    const [message] = told
    expect(Buffer.from(bytes.subarray(message!.dataStart, message!.dataStart + text.length)).toString()).toBe(hidden)
  })

  it('are compressed anew, and so is what refers back to them, so that a receiver reads the rest as it was', async () => {
    const texts = ['hello', text, 'hello again', text.replace('ann', 'bob'), 'a last word, hello again', '']
    const wire = await deflated(texts)
    const { copied } = await redactedCopy(wire, true)
    expect(
      read(
        copied.map((each) => each.wire),
        true,
      ).map(({ data }) => Buffer.from(data).toString()),
    ).toEqual(texts.map((each) => each.replace('correct horse battery staple', '*'.repeat(28))))
    expect(Buffer.concat(copied.map((each) => each.wire)).includes('correct')).toBe(false)
  })

  it('are found in a preview as in the export, and nothing is written for it', async () => {
    const { capture } = await redactedCopy([frame({ opcode: 1, payload: text })], false)
    expect(await previewRedaction(capture, DEFAULT_RULES, { frames: null })).toEqual([
      { kind: 'json', rule: '$..password', count: 1, sample: 'co********le (28)' },
    ])
  })

  it('that were never finished are looked at one by one; compressed ones are hidden whole', async () => {
    const { copied } = await redactedCopy([frame({ opcode: 1, fin: false, payload: text })], false)
    expect(Buffer.from(copied[0]!.wire.subarray(2)).toString()).toBe(hidden)
    const [compressed] = await deflated([text])
    const payload = compressed!.subarray(2)
    const parts = [
      frame({ opcode: 1, rsv: 4, fin: false, payload: payload.subarray(0, 20) }),
      frame({ opcode: 0, fin: false, payload: payload.subarray(20) }),
    ]
    const copy = await redactedCopy(parts, true)
    expect(copy.copied.map(({ wire }) => Buffer.from(wire.subarray(2)).every((byte) => byte === 0x2a))).toEqual([true, true])
  })
})

/** One frame each, with context takeover (RFC 7692 section 7.2.1). */
async function deflated(texts: readonly string[]): Promise<Uint8Array[]> {
  const stream = createDeflateRaw()
  const frames: Uint8Array[] = []
  for (const text of texts) {
    const chunks: Buffer[] = []
    const take = (chunk: Buffer) => chunks.push(chunk)
    stream.on('data', take)
    stream.write(text)
    await new Promise<void>((resolve) => stream.flush(constants.Z_SYNC_FLUSH, resolve))
    stream.off('data', take)
    const payload = text === '' ? Uint8Array.of(0) : Buffer.concat(chunks).subarray(0, -4)
    frames.push(frame({ opcode: 1, rsv: 4, payload }))
  }
  return frames
}
