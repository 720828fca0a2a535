import { describe, expect, it } from 'vitest'
import { ByteStream } from '#engine/interchange/capture/pcapng/byte-stream.ts'
import { internetChecksum } from '#engine/interchange/capture/pcapng/checksum.ts'
import { addressBytes, addressText } from '#engine/interchange/capture/pcapng/ip-address.ts'
import { readSegment } from '#engine/interchange/capture/pcapng/read-segment.ts'
import { TcpWriter } from '#engine/interchange/capture/pcapng/tcp-writer.ts'
import { hex } from '#test/support/frame-builder.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

/** What the stream gave for a segment, as text. */
const take = (stream: ByteStream, sequence: number, text: string, fin = false): string => {
  const taken = stream.take(sequence, Buffer.from(text), fin)
  return taken.kind === 'gap' ? 'gap' : `${Buffer.concat(taken.pieces)}${taken.hasEnded ? '.' : ''}`
}

describe('segments of TCP', () => {
  it('are put in order, each byte once, also over 2^32', () => {
    const stream = new ByteStream()
    stream.synchronize(2 ** 32 - 3)
    expect(take(stream, 2 ** 32 - 2, 'ab')).toBe('ab')
    expect(take(stream, 2, 'ef')).toBe('')
    expect(take(stream, 2 ** 32 - 2, 'ab')).toBe('')
    expect(take(stream, 4, 'g', true)).toBe('')
    expect(take(stream, 0, 'cdef')).toBe('cdefg.')
  })

  it('in any order, doubled and overlapping, give what was sent', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = seededRandom(seed)
      const sent = Array.from({ length: 50 + random.below(200) }, (_, index) => String.fromCharCode(33 + (index % 90))).join('')
      const start = random.pick([0, 1_000, 2 ** 32 - 40])
      const stream = new ByteStream()
      stream.synchronize((start + 2 ** 32 - 1) % 2 ** 32)
      let got = ''
      const segments = Array.from({ length: 400 }, () => random.below(sent.length)).concat(
        Array.from({ length: sent.length }, (_, at) => at),
      )
      for (const at of segments) got += take(stream, (start + at) % 2 ** 32, sent.slice(at, at + 1 + random.below(9)))
      expect(got, `seed ${seed}`).toBe(sent)
    }
  })

  it('that never come are a gap, once too much waits', () => {
    const stream = new ByteStream()
    stream.synchronize(0)
    const waiting = Array.from({ length: 5_000 }, (_, index) => take(stream, 10 + index * 2, 'x'))
    expect(waiting.at(0)).toBe('')
    expect(waiting.at(-1)).toBe('gap')
  })
})

describe('a TCP segment', () => {
  const tcp = new TcpWriter({ address: hex('7f000001'), port: 50_000 }, { address: hex('7f000002'), port: 80 })
  tcp.synchronize()
  const [ethernet] = [...tcp.send('out', Buffer.from('hello'))].map((bytes) => Buffer.from(bytes))
  const ip = ethernet!.subarray(14)
  const behind = (head: string): Buffer => Buffer.concat([hex(head), ip])
  const expected = { from: '127.0.0.1', fromPort: 50_000, to: '127.0.0.2', toPort: 80, payload: Buffer.from('hello'), missingBytes: 0 }

  it.each([
    ['Ethernet', 1, ethernet!],
    ['Ethernet with two VLAN tags', 1, Buffer.concat([ethernet!.subarray(0, 12), hex('88a80001 81000002 0800'), ip])],
    ['BSD loopback', 0, behind('02000000')],
    ['OpenBSD loopback', 108, behind('00000002')],
    ['raw IP', 101, ip],
    ['raw IPv4', 228, ip],
    ['Linux cooked', 113, behind('0000 0304 0006 000000000000 0000 0800')],
    ['Linux cooked, version 2', 276, behind('0800 0000 00000001 0304 00 06 0000000000000000')],
  ])('is found in %s', (_, linkType, bytes) => expect(readSegment({ linkType, bytes, timeUs: 0 })).toMatchObject(expected))

  it('says how much was not kept', () => {
    expect(readSegment({ linkType: 1, bytes: ethernet!.subarray(0, -2), timeUs: 0 })).toMatchObject({ missingBytes: 2 })
  })

  it('is not found in anything else, however it is cut', () => {
    for (let length = 0; length < ethernet!.length - 5; length++) {
      const found = readSegment({ linkType: 1, bytes: ethernet!.subarray(0, length), timeUs: 0 })
      expect(found === null || found.payload.length === 0).toBe(true)
    }
    const random = seededRandom(3)
    for (let round = 0; round < 3_000; round++) {
      const bytes = Buffer.from(random.chance(0.5) ? random.bytes(random.below(120)) : ethernet!)
      for (let count = 0; count < 4 && bytes.length > 0; count++) bytes[random.below(bytes.length)] = random.below(256)
      expect(() => readSegment({ linkType: random.pick([0, 1, 101, 108, 113, 228, 229, 276, 9]), bytes, timeUs: 0 })).not.toThrow()
    }
  })
})

describe('an address', () => {
  it.each([
    ['192.0.2.7', 'c0000207'],
    ['::1', '00000000000000000000000000000001'],
    ['2001:db8::8:800:200c:417a', '20010db80000000000080800200c417a'],
  ])('%s is its bytes, both ways', (text, bytes) => {
    expect(Buffer.from(addressBytes(text)!).toString('hex')).toBe(bytes)
    expect(addressText(hex(bytes))).toBe(text)
  })

  it.each([
    ['::ffff:127.0.0.1', '7f000001'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001'],
  ])('%s is taken for what stood on the wire', (text, bytes) => expect(Buffer.from(addressBytes(text)!).toString('hex')).toBe(bytes))

  it('is no path', () => expect(addressBytes('/run/app.sock')).toBeNull())
})

it('the Internet checksum is that of RFC 1071, section 3', () => {
  expect(internetChecksum(hex('0001 f203 f4f5 f6f7'))).toBe(~0xddf2 & 0xffff)
})
