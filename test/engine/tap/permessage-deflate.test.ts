import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { Writable } from 'node:stream'
import { constants, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { concat, frame, hex } from '#test/support/frame-builder.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { deflated } from './deflating.ts'
import { readAll, recording, textOf, withoutTimes } from './reading.ts'
import { type AgreedDeflate, Sender, wsDeflate } from './ws-internals.ts'

const TAKEOVER: AgreedDeflate = { windowBits: 15, noContextTakeover: false }
const NO_TAKEOVER: AgreedDeflate = { windowBits: 15, noContextTakeover: true }
const texts = (frames: string, deflate: AgreedDeflate = TAKEOVER) => {
  const heard = readAll([hex(frames)], { deflate })
  expect(heard.violations).toEqual([])
  return heard.messages.map(({ data }) => textOf(data))
}

describe('the examples of RFC 7692 section 7.2.3', () => {
  it('7.2.3.1 a message compressed with one block', () => {
    expect(texts('c1 07 f2 48 cd c9 c9 07 00')).toEqual(['Hello'])
    expect(texts('41 03 f2 48 cd 80 04 c9 c9 07 00')).toEqual(['Hello'])
  })
  it('7.2.3.2 sharing the window between messages', () => {
    expect(texts('c1 07 f2 48 cd c9 c9 07 00  c1 07 f2 48 cd c9 c9 07 00')).toEqual(['Hello', 'Hello'])
    expect(texts('c1 07 f2 48 cd c9 c9 07 00  c1 05 f2 00 11 00 00')).toEqual(['Hello', 'Hello'])
  })
  it('7.2.3.2 and not where no_context_takeover was agreed on', () => {
    const heard = readAll([hex('c1 07 f2 48 cd c9 c9 07 00  c1 05 f2 00 11 00 00')], { deflate: NO_TAKEOVER })
    expect([heard.messages.length, heard.violations]).toEqual([1, ['not-inflatable']])
  })
  it('7.2.3.3 a block without compression', () => {
    expect(texts('c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00')).toEqual(['Hello'])
  })
  it('7.2.3.4 a block with BFINAL', () => {
    expect(texts('c1 08 f3 48 cd c9 c9 07 00 00')).toEqual(['Hello'])
  })
  it('7.2.3.5 two blocks in one message', () => {
    expect(texts('c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00')).toEqual(['Hello'])
  })
  it('7.2.3.6 an empty message', () => {
    expect(texts('c1 01 00')).toEqual([''])
  })
})

describe('a compressed message', () => {
  it('may have no payload at all', () => expect(texts('c1 00')).toEqual(['']))

  it('may stand beside one that is not', () => {
    const heard = readAll([hex('c1 07 f2 48 cd c9 c9 07 00  81 02 6869')], { deflate: TAKEOVER })
    expect(heard.messages.map(({ facts }) => [facts.compressed, facts.length, facts.wireLength])).toEqual([
      [true, 5, 9],
      [false, 2, 4],
    ])
  })

  it('may be fragmented anywhere, with pings between', () => {
    const payload = deflated('Hällo, wörld')
    for (let cut = 0; cut <= payload.length; cut++) {
      const heard = readAll(
        [
          frame({ opcode: 1, rsv: 4, fin: false, payload: payload.subarray(0, cut) }),
          frame({ opcode: 9 }),
          frame({ opcode: 0, payload: payload.subarray(cut) }),
        ],
        { deflate: TAKEOVER },
      )
      expect(heard.messages.map(({ data }) => textOf(data))).toEqual(['Hällo, wörld'])
    }
  })

  it('may have several blocks with BFINAL, and later messages may refer back over them', () => {
    const [hello] = ['f3 48 cd c9 c9 07 00']
    expect(texts(`c1 0f ${hello} ${hello} 00  c1 05 f2 00 11 00 00`)).toEqual(['HelloHello', 'Hello'])
  })

  it('is read also where its sender forgot the empty block after BFINAL', () =>
    expect(texts('c1 07 f3 48 cd c9 c9 07 00')).toEqual(['Hello']))

  it('cannot hold everything up with endless blocks with BFINAL', () => {
    const payload = new Uint8Array(4000).map((_, index) => (index % 2 === 0 ? 0x03 : 0x00))
    expect(readAll([frame({ opcode: 2, rsv: 4, payload })], { deflate: TAKEOVER }).violations).toEqual(['not-inflatable'])
  })

  it('may be exactly as large as allowed when inflated, and no byte larger', () => {
    const at = (length: number) =>
      readAll([frame({ opcode: 2, rsv: 4, payload: deflated(new Uint8Array(length)) })], { deflate: TAKEOVER, maxMessageBytes: 100_000 })
    expect(at(100_000).messages[0]?.facts.length).toBe(100_000)
    expect(at(100_001).violations).toEqual(['inflated-too-large'])
  })

  it('is bounded over all its streams together', () => {
    const final = deflateRawSync(new Uint8Array(600))
    const payload = concat(final, final, Uint8Array.of(0))
    const at = (maxMessageBytes: number) => readAll([frame({ opcode: 2, rsv: 4, payload })], { deflate: TAKEOVER, maxMessageBytes })
    expect(at(1200).messages[0]?.facts.length).toBe(1200)
    expect(at(1199).violations).toEqual(['inflated-too-large'])
  })

  it('that is a bomb is refused before it is inflated: 1 GiB in 1 MiB, limit 2 MiB', () => {
    const part = deflateRawSync(new Uint8Array(64 * 1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH })
    const payload = concat(...Array.from({ length: 16 }, () => part))
    const heard = readAll([frame({ opcode: 2, rsv: 4, payload })], { deflate: TAKEOVER, maxMessageBytes: 2 * 1024 * 1024 })
    expect(heard.violations).toEqual(['inflated-too-large'])
  })

  it('keeps memory of its own', () => {
    const heard = readAll([hex('c1 07 f2 48 cd c9 c9 07 00')], { deflate: TAKEOVER })
    expect(heard.messages[0]?.data.buffer.byteLength).toBe(5)
  })
})

describe('what ws compresses', () => {
  const agreements = [8, 9, 12, 15].flatMap((windowBits) => [false, true].map((noContextTakeover) => ({ windowBits, noContextTakeover })))

  it.each(agreements)('as a server, %o', async (agreed) => {
    const sent = sampleMessages()
    const bytes = await sentByWs(sent, agreed, false)
    const heard = readAll([bytes], { deflate: agreed })
    expect(heard.violations).toEqual([])
    expect(heard.messages.map(({ data }) => textOf(data))).toEqual(sent)
    expect(heard.messages.every(({ facts }) => facts.compressed)).toBe(true)
  })

  it.each(agreements)('as a client, masked, in pieces, %o', async (agreed) => {
    const sent = sampleMessages()
    const bytes = await sentByWs(sent, agreed, true)
    const whole = readAll([bytes], { deflate: agreed, direction: 'out' })
    expect(whole.messages.map(({ data }) => textOf(data))).toEqual(sent)
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) => bytes.subarray(index * 7, index * 7 + 7))
    expect(withoutTimes(readAll(pieces, { deflate: agreed, direction: 'out' }))).toEqual(withoutTimes(whole))
  })

  it.each([TAKEOVER, NO_TAKEOVER])('over a real connection, %o', async (agreed) => {
    const sent = sampleMessages()
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      perMessageDeflate: { threshold: 0, serverNoContextTakeover: agreed.noContextTakeover },
    })
    server.on('connection', (socket) => {
      for (const text of sent) socket.send(text)
      socket.close(1000, 'done')
    })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const heard = recording({ deflate: agreed })
    await dial(port, (chunk) => heard.reader.read(chunk))
    heard.reader.end()
    expect(heard.violations).toEqual([])
    expect(heard.messages.map(({ data }) => textOf(data))).toEqual(sent)
    expect(heard.controls.map(({ opcode, payload }) => [opcode, textOf(payload.subarray(2))])).toEqual([[8, 'done']])
    server.close()
  })
})

/** Texts that repeat themselves and one another, some longer than the largest window. */
function sampleMessages(): string[] {
  const random = seededRandom(42)
  const words = Array.from({ length: 200 }, () => Buffer.from(random.bytes(6)).toString('base64'))
  const text = (count: number) => Array.from({ length: count }, () => random.pick(words)).join(' ')
  return ['Hello', 'Hello', '', text(50), text(12_000), text(50), '€'.repeat(20_000), text(3000), 'Hello']
}

async function sentByWs(messages: readonly string[], agreed: AgreedDeflate, isClient: boolean): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  const socket = new Writable({
    write: (chunk: Uint8Array, _, done) => {
      parts.push(new Uint8Array(chunk))
      done()
    },
  })
  const deflate = wsDeflate(agreed, !isClient)
  const sender = new Sender(socket, { 'permessage-deflate': deflate })
  for (const text of messages) {
    await new Promise<void>((sent, failed) =>
      sender.send(text, { binary: false, compress: true, fin: true, mask: isClient }, (error) => (error ? failed(error) : sent())),
    )
  }
  deflate.cleanup()
  return concat(...parts)
}

/** Opens a WebSocket connection by hand and tells what comes after the head of the answer, until the server ends. */
async function dial(port: number, onBytes: (chunk: Uint8Array) => void): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.write(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n`,
  )
  let head: Buffer | null = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    if (head === null) return onBytes(chunk)
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    const rest = head.subarray(end + 4)
    head = null
    if (rest.length > 0) onBytes(rest)
    // The server closes the TCP connection once its close frame is answered.
    socket.write(frame({ opcode: 8, mask: true }))
  })
  await once(socket, 'close')
}
