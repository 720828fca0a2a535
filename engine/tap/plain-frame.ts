import { OPCODE } from '#shared/model/frame.ts'

const FIN = 0x80
const RSV1 = 0x40
export const TEXT_FIRST_BYTE = FIN | OPCODE.text
export const BINARY_FIRST_BYTE = FIN | OPCODE.binary
export const COMPRESSED_TEXT_FIRST_BYTE = TEXT_FIRST_BYTE | RSV1
export const COMPRESSED_BINARY_FIRST_BYTE = BINARY_FIRST_BYTE | RSV1

/** A plain frame is a whole message, finished, uncompressed, unmasked, its length written as short as can be. */
export const PLAIN_HEADER = { short: 2, long: 4, longest: 10 } as const
export const TWO_BYTE_LENGTH = 126
export const EIGHT_BYTE_LENGTH = 127
const LARGEST_TWO_BYTE_LENGTH = 0xffff

/** Masked, or its length is written longer than it must be. */
export const NOT_PLAIN = -1

/**
 * Reads the length of a frame whose first byte says that it may be plain.
 *
 * @param end of what is there of the frame that begins at `offset`
 * @returns bytes of the header: 2, 4 or 10; 0 while too few are there to tell; NOT_PLAIN
 * @see RFC 6455 section 5.2
 */
export function plainHeaderLength(bytes: Uint8Array, offset: number, end: number): number {
  const available = end - offset
  if (available < PLAIN_HEADER.short) return 0
  const length = bytes[offset + 1] ?? 0
  if (length < TWO_BYTE_LENGTH) return PLAIN_HEADER.short
  if (length > EIGHT_BYTE_LENGTH) return NOT_PLAIN
  const headerLength = length === TWO_BYTE_LENGTH ? PLAIN_HEADER.long : PLAIN_HEADER.longest
  if (available < headerLength) return 0
  const shortest = headerLength === PLAIN_HEADER.long ? TWO_BYTE_LENGTH : LARGEST_TWO_BYTE_LENGTH + 1
  return plainPayloadLength(bytes, offset, headerLength) >= shortest ? headerLength : NOT_PLAIN
}

/** @param headerLength as told by plainHeaderLength, more than 0 */
export function plainPayloadLength(bytes: Uint8Array, offset: number, headerLength: number): number {
  if (headerLength === PLAIN_HEADER.short) return bytes[offset + 1] ?? 0
  let length = 0
  for (let index = offset + 2; index < offset + headerLength; index++) length = length * 256 + (bytes[index] ?? 0)
  return length
}
