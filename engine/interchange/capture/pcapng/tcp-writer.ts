import type { Direction } from '#shared/model/frame.ts'
import { internetChecksum } from './checksum.ts'

/** One end of a TCP connection. */
export interface Endpoint {
  /** 4 or 16 bytes, as many as the other end has. */
  readonly address: Uint8Array
  readonly port: number
}

const FLAG = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const
const TCP = 6
const ETHERNET_HEADER_BYTES = 14
const TCP_HEADER_BYTES = 20
/** An IP packet's length is a 16-bit number. What is larger than a network's packets is as usual on loopback interfaces. */
const MAX_PACKET_BYTES = 65_535
const WINDOW = 65_535
/** Locally administered, so that nobody takes them for a vendor's. */
const MAC: Record<Direction, readonly number[]> = { out: [2, 0, 0, 0, 0, 1], in: [2, 0, 0, 0, 0, 2] }

interface Segment {
  readonly direction: Direction
  readonly flags: number
  readonly payload?: Uint8Array
  readonly options?: Uint8Array
}

/** Makes the packets of one TCP connection: Ethernet, IPv4 or IPv6, TCP, with sequence numbers and checksums that hold. */
export class TcpWriter {
  readonly #ends: Record<Direction, Endpoint>
  readonly #isIpv6: boolean
  readonly #sequence: Record<Direction, number> = { out: 0, in: 0 }
  readonly #maxSegmentBytes: number
  #packetNumber = 0

  /** @param client sends what is 'out' */
  constructor(client: Endpoint, server: Endpoint) {
    this.#ends = { out: client, in: server }
    this.#isIpv6 = client.address.length === 16
    this.#maxSegmentBytes = MAX_PACKET_BYTES - (this.#isIpv6 ? 40 : 20) - TCP_HEADER_BYTES
  }

  /** SYN and its answer. @see RFC 9293 section 3.5 */
  synchronize(): Uint8Array[] {
    return [this.#packet({ direction: 'out', flags: FLAG.syn, options: this.#synOptions() }), this.#synAnswer()]
  }

  acknowledge(direction: Direction): Uint8Array {
    return this.#packet({ direction, flags: FLAG.ack })
  }

  /** Bytes, in as many segments as they need. */
  *send(direction: Direction, bytes: Uint8Array): Generator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += this.#maxSegmentBytes) {
      const payload = bytes.subarray(start, start + this.#maxSegmentBytes)
      yield this.#packet({ direction, flags: FLAG.ack | FLAG.psh, payload })
    }
  }

  /** Both sides end, `first` before the other. */
  finish(first: Direction): Uint8Array[] {
    const other = first === 'in' ? 'out' : 'in'
    return [
      this.#packet({ direction: first, flags: FLAG.fin | FLAG.ack }),
      this.#packet({ direction: other, flags: FLAG.fin | FLAG.ack }),
      this.acknowledge(first),
    ]
  }

  reset(direction: Direction): Uint8Array {
    return this.#packet({ direction, flags: FLAG.rst | FLAG.ack })
  }

  #synAnswer(): Uint8Array {
    return this.#packet({ direction: 'in', flags: FLAG.syn | FLAG.ack, options: this.#synOptions() })
  }

  /** Maximum segment size, and a window scale so large that no frame ever fills the window (RFC 7323 section 2). */
  #synOptions(): Uint8Array {
    return Uint8Array.of(2, 4, this.#maxSegmentBytes >> 8, this.#maxSegmentBytes & 0xff, 1, 3, 3, 14)
  }

  #packet({ direction, flags, payload = new Uint8Array(0), options = new Uint8Array(0) }: Segment): Uint8Array {
    const [from, to] = direction === 'out' ? [this.#ends.out, this.#ends.in] : [this.#ends.in, this.#ends.out]
    const other = direction === 'out' ? 'in' : 'out'
    const tcp = Buffer.alloc(TCP_HEADER_BYTES + options.length)
    tcp.writeUInt16BE(from.port, 0)
    tcp.writeUInt16BE(to.port, 2)
    tcp.writeUInt32BE(this.#sequence[direction], 4)
    tcp.writeUInt32BE((flags & FLAG.ack) === 0 ? 0 : this.#sequence[other], 8)
    tcp.writeUInt8((tcp.length / 4) << 4, 12)
    tcp.writeUInt8(flags, 13)
    tcp.writeUInt16BE(WINDOW, 14)
    tcp.set(options, TCP_HEADER_BYTES)
    tcp.writeUInt16BE(internetChecksum(pseudoHeader(from, to, tcp.length + payload.length), tcp, payload), 16)
    const counted = payload.length + ((flags & (FLAG.syn | FLAG.fin)) !== 0 ? 1 : 0)
    this.#sequence[direction] = (this.#sequence[direction] + counted) % 2 ** 32
    return Buffer.concat([this.#ethernet(direction), this.#ip(from, to, tcp.length + payload.length), tcp, payload])
  }

  #ethernet(direction: Direction): Uint8Array {
    const type = this.#isIpv6 ? [0x86, 0xdd] : [0x08, 0x00]
    const header = [...MAC[direction === 'out' ? 'in' : 'out'], ...MAC[direction], ...type]
    return Uint8Array.from(header.slice(0, ETHERNET_HEADER_BYTES))
  }

  #ip(from: Endpoint, to: Endpoint, length: number): Uint8Array {
    return this.#isIpv6 ? ipv6Header(from, to, length) : ipv4Header(from, to, length, this.#packetNumber++)
  }
}

/** @see RFC 791 section 3.1 */
function ipv4Header(from: Endpoint, to: Endpoint, length: number, number: number): Uint8Array {
  const header = Buffer.alloc(20)
  header.writeUInt8(0x45, 0)
  header.writeUInt16BE(20 + length, 2)
  header.writeUInt16BE(number & 0xffff, 4)
  // Do not fragment.
  header.writeUInt16BE(0x4000, 6)
  header.writeUInt8(64, 8)
  header.writeUInt8(TCP, 9)
  header.set(from.address, 12)
  header.set(to.address, 16)
  header.writeUInt16BE(internetChecksum(header), 10)
  return header
}

/** @see RFC 8200 section 3 */
function ipv6Header(from: Endpoint, to: Endpoint, length: number): Uint8Array {
  const header = Buffer.alloc(40)
  header.writeUInt8(0x60, 0)
  header.writeUInt16BE(length, 4)
  header.writeUInt8(TCP, 6)
  header.writeUInt8(64, 7)
  header.set(from.address, 8)
  header.set(to.address, 24)
  return header
}

/** What TCP's checksum covers of IP (RFC 9293 section 3.1, RFC 8200 section 8.1). Both forms add up to the same. */
function pseudoHeader(from: Endpoint, to: Endpoint, length: number): Uint8Array {
  const header = Buffer.alloc(from.address.length * 2 + 8)
  header.set(from.address, 0)
  header.set(to.address, from.address.length)
  header.writeUInt32BE(length, from.address.length * 2)
  header.writeUInt32BE(TCP, from.address.length * 2 + 4)
  return header
}
