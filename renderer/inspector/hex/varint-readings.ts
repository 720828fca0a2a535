import type { NumberReading } from './hex-format.ts'

/** Bytes that 64 bits take at most, seven in each. */
export const LONGEST_VARINT = 10

/**
 * The LEB128 numbers that begin here, unsigned and signed, with the bytes they take; nothing where no end comes in time.
 *
 * @see DWARF version 5, section 7.6; Protocol Buffers and WebAssembly use the same
 */
export function varintReadings(bytes: Uint8Array): readonly NumberReading[] {
  const length = bytes.subarray(0, LONGEST_VARINT).findIndex((byte) => byte < 0x80) + 1
  if (length === 0) return []
  let value = 0n
  for (let index = 0; index < length; index++) value |= BigInt((bytes[index] ?? 0) & 0x7f) << BigInt(7 * index)
  const isNegative = ((bytes[length - 1] ?? 0) & 0x40) !== 0
  const signed = isNegative ? value - (1n << BigInt(7 * length)) : value
  return [
    { type: 'uleb', text: `${value} (${length} B)` },
    { type: 'sleb', text: `${signed} (${length} B)` },
  ]
}
