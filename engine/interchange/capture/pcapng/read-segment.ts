import { addressText } from './ip-address.ts'
import type { Packet } from './read-packets.ts'

/** A TCP segment with what surrounds it. */
export interface TcpSegment {
  readonly timeUs: number
  readonly from: string
  readonly fromPort: number
  readonly to: string
  readonly toPort: number
  readonly sequence: number
  readonly syn: boolean
  readonly ack: boolean
  readonly fin: boolean
  readonly rst: boolean
  /** What was kept of it. */
  readonly payload: Buffer
  /** Bytes that crossed and were not kept: the capture was told to keep only the beginning of each packet. */
  readonly missingBytes: number
}

const LINK = { null: 0, ethernet: 1, rawOld: 12, rawBsd: 14, raw: 101, loop: 108, sll: 113, ipv4: 228, ipv6: 229, sll2: 276 } as const
const TYPE = { ipv4: 0x0800, ipv6: 0x86dd, vlan: 0x8100, serviceVlan: 0x88a8 } as const
const TCP = 6
/** IPv6 extension headers that may stand before TCP (RFC 8200 section 4.1): hop-by-hop, routing, destination options. */
const IPV6_EXTENSIONS: readonly number[] = [0, 43, 60]

/** The TCP segment in a packet; null for anything else, for fragments of IP, and for what is cut off before TCP's end. */
export function readSegment({ linkType, bytes, timeUs }: Packet): TcpSegment | null {
  const ip = ipPacket(linkType, bytes)
  if (ip === null || ip.length < 1) return null
  const version = (ip[0] ?? 0) >> 4
  const inner = version === 4 ? ipv4Payload(ip) : version === 6 ? ipv6Payload(ip) : null
  return inner && tcpSegment(inner, timeUs)
}

function ipPacket(linkType: number, bytes: Buffer): Buffer | null {
  switch (linkType) {
    case LINK.ethernet:
      return afterEtherType(bytes, 12)
    case LINK.null:
    case LINK.loop:
      return bytes.subarray(4)
    case LINK.raw:
    case LINK.rawOld:
    case LINK.rawBsd:
    case LINK.ipv4:
    case LINK.ipv6:
      return bytes
    case LINK.sll:
      return afterEtherType(bytes, 14)
    case LINK.sll2:
      return bytes.length < 20 || !isIp(bytes.readUInt16BE(0)) ? null : bytes.subarray(20)
    default:
      return null
  }
}

const isIp = (type: number): boolean => type === TYPE.ipv4 || type === TYPE.ipv6

/** What stands behind the type at `at`, and behind at most four VLAN tags (IEEE 802.1Q). */
function afterEtherType(bytes: Buffer, at: number): Buffer | null {
  for (let [tag, place] = [0, at]; tag <= 4 && place + 2 <= bytes.length; tag++, place += 4) {
    const type = bytes.readUInt16BE(place)
    if (isIp(type)) return bytes.subarray(place + 2)
    if (type !== TYPE.vlan && type !== TYPE.serviceVlan) return null
  }
  return null
}

interface IpPayload {
  readonly from: string
  readonly to: string
  readonly bytes: Buffer
  /** As the header says; more than there is where the packet was cut. */
  readonly length: number
}

function ipv4Payload(ip: Buffer): IpPayload | null {
  const headerBytes = ((ip[0] ?? 0) & 0xf) * 4
  if (headerBytes < 20 || ip.length < headerBytes || ip[9] !== TCP) return null
  // More fragments, or an offset: its segment is not whole.
  if ((ip.readUInt16BE(6) & 0x3fff) !== 0) return null
  // Network cards that cut packets themselves leave a zero.
  const total = ip.readUInt16BE(2) || ip.length
  if (total < headerBytes) return null
  return {
    from: addressText(ip.subarray(12, 16)),
    to: addressText(ip.subarray(16, 20)),
    bytes: ip.subarray(headerBytes, total),
    length: total - headerBytes,
  }
}

function ipv6Payload(ip: Buffer): IpPayload | null {
  if (ip.length < 40) return null
  let [next, at] = [ip[6] ?? 0, 40]
  for (let count = 0; IPV6_EXTENSIONS.includes(next); count++) {
    if (count === 8 || at + 8 > ip.length) return null
    const length = ((ip[at + 1] ?? 0) + 1) * 8
    next = ip[at] ?? 0
    at += length
  }
  if (next !== TCP || at > ip.length) return null
  const end = 40 + (ip.readUInt16BE(4) || ip.length - 40)
  if (end < at) return null
  return { from: addressText(ip.subarray(8, 24)), to: addressText(ip.subarray(24, 40)), bytes: ip.subarray(at, end), length: end - at }
}

function tcpSegment({ from, to, bytes, length }: IpPayload, timeUs: number): TcpSegment | null {
  if (bytes.length < 20) return null
  const headerBytes = ((bytes[12] ?? 0) >> 4) * 4
  if (headerBytes < 20 || bytes.length < headerBytes || length < headerBytes) return null
  const flags = bytes[13] ?? 0
  const payload = bytes.subarray(headerBytes)
  return {
    timeUs,
    from,
    fromPort: bytes.readUInt16BE(0),
    to,
    toPort: bytes.readUInt16BE(2),
    sequence: bytes.readUInt32BE(4),
    fin: (flags & 1) !== 0,
    syn: (flags & 2) !== 0,
    rst: (flags & 4) !== 0,
    ack: (flags & 16) !== 0,
    payload,
    missingBytes: length - headerBytes - payload.length,
  }
}
