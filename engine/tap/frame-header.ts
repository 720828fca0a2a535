/** What the first 2 to 14 bytes of a frame say. */
export interface FrameHeader {
  readonly fin: boolean
  /** RSV1 is 4, RSV2 is 2, RSV3 is 1. */
  readonly rsv: number
  readonly opcode: number
  /** The four bytes of the masking key, a copy; null where the MASK bit is clear. */
  readonly mask: Uint8Array | null
  /** 2 to 14. */
  readonly headerBytes: number
  /** As announced. Above 2^53 - 1 it is the nearest number JavaScript has: good to show, not to count with. */
  readonly payloadBytes: number
}

/** No header is longer: 2 bytes, 8 of extended length, 4 of masking key. */
export const MAX_HEADER_BYTES = 14

/**
 * Reads one frame header.
 *
 * Judges nothing: reserved opcodes, set RSV bits, a wrong mask and lengths no one can send are
 * returned as they came, for a debugger must show what a strict endpoint would refuse.
 *
 * @param bytes wire bytes, with a frame boundary at `offset`; may hold more or less than one frame
 * @returns the header, or null while too few bytes have arrived to tell
 * @see RFC 6455 section 5.2, Base Framing Protocol
 */
export function readFrameHeader(bytes: Uint8Array, offset = 0): FrameHeader | null {
  // Read by index: a DataView per frame costs more than all of this function.
  const first = bytes[offset]
  const second = bytes[offset + 1]
  if (first === undefined || second === undefined) return null
  const shortLength = second & 0x7f
  const lengthBytes = shortLength === 126 ? 2 : shortLength === 127 ? 8 : 0
  const maskBytes = second & 0x80 ? 4 : 0
  const headerBytes = 2 + lengthBytes + maskBytes
  if (bytes.length - offset < headerBytes) return null
  return {
    fin: (first & 0x80) !== 0,
    rsv: (first >> 4) & 0x7,
    opcode: first & 0xf,
    mask: maskBytes ? copyOf(bytes, offset + 2 + lengthBytes, maskBytes) : null,
    headerBytes,
    payloadBytes: lengthBytes ? readLength(bytes, offset + 2, lengthBytes) : shortLength,
  }
}

/** How many bytes the header spends on the extended payload length: 0, 2 or 8. */
export function extendedLengthBytes(header: FrameHeader): number {
  return header.headerBytes - 2 - (header.mask ? 4 : 0)
}

/** Big-endian. A sum of powers of two, because the bit operators stop at 32 bits. */
function readLength(bytes: Uint8Array, offset: number, count: number): number {
  let length = 0
  for (let index = offset; index < offset + count; index++) length = length * 256 + (bytes[index] ?? 0)
  return length
}

/** Not `bytes.slice()`: on a Buffer, which is what a socket hands out, that is a view and not a copy. */
function copyOf(bytes: Uint8Array, offset: number, count: number): Uint8Array {
  const copy = new Uint8Array(count)
  for (let index = 0; index < count; index++) copy[index] = bytes[offset + index] ?? 0
  return copy
}
