import { isIPv4, isIPv6 } from 'node:net'

/**
 * An address as the 4 or 16 bytes of its packets; null for what is none, such as the path of a Unix socket.
 * An IPv4 address in IPv6's clothes (::ffff:127.0.0.1) is IPv4, for so it stood on the wire.
 */
export function addressBytes(address: string): Uint8Array | null {
  const bare = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIPv4(bare)) return Uint8Array.from(bare.split('.'), Number)
  return isIPv6(bare) ? ipv6Bytes(bare) : null
}

/** @see RFC 4291 section 2.2 */
function ipv6Bytes(address: string): Uint8Array {
  const [front = '', back] = address.split('::')
  const head = groups(front)
  const tail = back === undefined ? [] : groups(back)
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0)
  return Uint8Array.from([...head, ...zeros, ...tail].flatMap((group) => [group >> 8, group & 0xff]))
}

function groups(text: string): number[] {
  return text.split(':').flatMap((part) => {
    if (part === '') return []
    if (!part.includes('.')) return [Number.parseInt(part, 16)]
    const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number)
    return [a * 256 + b, c * 256 + d]
  })
}

/** @param bytes 4 or 16 */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  const text = Array.from({ length: 8 }, (_, index) => (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16)).join(
    ':',
  )
  // The canonical form (RFC 5952), as everybody else writes it.
  return new URL(`http://[${text}]`).hostname.slice(1, -1)
}
