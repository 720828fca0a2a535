/**
 * The Internet checksum over parts that follow one another; every part but the last has an even length.
 *
 * @see RFC 1071
 */
export function internetChecksum(...parts: readonly Uint8Array[]): number {
  let sum = 0
  for (const part of parts) {
    const even = part.length & ~1
    for (let at = 0; at < even; at += 2) sum += ((part[at] ?? 0) << 8) | (part[at + 1] ?? 0)
    if (even < part.length) sum += (part[even] ?? 0) << 8
    // 64 KiB add at most 2^31; folding between parts keeps the sum exact.
    sum = (sum % 0x10000) + Math.floor(sum / 0x10000)
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
