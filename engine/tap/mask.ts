/**
 * Removes (or applies: it is the same) a mask.
 *
 * @returns a new array; `bytes` stay as they crossed the wire
 * @see RFC 6455 section 5.3
 */
export function unmask(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  const plain = new Uint8Array(bytes)
  const [first = 0, second = 0, third = 0, fourth = 0] = key
  const word = [first, second, third, fourth] as const
  for (let index = 0; index < plain.length; index++) {
    plain[index] = (plain[index] ?? 0) ^ (word[index & 3] ?? 0)
  }
  return plain
}
