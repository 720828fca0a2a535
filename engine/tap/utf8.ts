import { isUtf8 } from 'node:buffer'

/** Bytes of the sequence that `lead` begins, 1 for ASCII and for bytes that begin none. */
function sequenceBytes(lead: number): number {
  if (lead < 0xc0) return 1
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

/** The values the second byte may have after `lead`: they shut out overlong forms, surrogates and what lies above U+10FFFF. */
function secondByteRange(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf]
  if (lead === 0xed) return [0x80, 0x9f]
  if (lead === 0xf0) return [0x90, 0xbf]
  if (lead === 0xf4) return [0x80, 0x8f]
  return [0x80, 0xbf]
}

/** Whether 1 to 3 bytes can still become a valid sequence of more bytes. */
function canBecomeValid(bytes: Uint8Array): boolean {
  const [lead = 0, second, third] = bytes
  if (lead < 0xc2 || lead > 0xf4) return false
  const [low, high] = secondByteRange(lead)
  if (second !== undefined && (second < low || second > high)) return false
  return third === undefined || (third & 0xc0) === 0x80
}

/** Where the unfinished sequence at the end begins; `bytes.length` if there is none. */
function unfinishedStart(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) return sequenceBytes(byte) > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/**
 * Validates UTF-8 that comes in pieces which may cut a character anywhere, and fails on the piece
 * that makes it certain that no continuation could be valid.
 *
 * @see RFC 6455 section 8.1, RFC 3629 section 4
 */
export class Utf8Check {
  /** The unfinished sequence at the end of what came so far, 0 to 3 bytes. */
  #unfinished = new Uint8Array(0)

  /** False if what came so far cannot be the beginning of valid UTF-8; then it must not be asked again. */
  push(bytes: Uint8Array): boolean {
    let rest = bytes
    if (this.#unfinished.length > 0) {
      const missing = sequenceBytes(this.#unfinished[0] ?? 0) - this.#unfinished.length
      const sequence = Uint8Array.of(...this.#unfinished, ...rest.subarray(0, missing))
      if (rest.length < missing) {
        this.#unfinished = sequence
        return canBecomeValid(sequence)
      }
      if (!isUtf8(sequence)) return false
      rest = rest.subarray(missing)
    }
    const end = unfinishedStart(rest)
    this.#unfinished = new Uint8Array(rest.subarray(end))
    return isUtf8(rest.subarray(0, end)) && (this.#unfinished.length === 0 || canBecomeValid(this.#unfinished))
  }

  /** True if the last character is whole. */
  get isWhole(): boolean {
    return this.#unfinished.length === 0
  }
}
