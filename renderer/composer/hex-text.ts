import { type BytesReading, faultAt } from './written-fault.ts'

const SEPARATOR = /[\s,]/
const BYTES_PER_LINE = 16

/** The value of a hex digit's character code, or -1. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** True where a group begins with `0x`, as C and its kin write a byte. */
const isPrefix = (text: string, at: number): boolean => text[at] === '0' && (text[at + 1] === 'x' || text[at + 1] === 'X')

/**
 * Reads bytes written as pairs of hex digits, in any case: close together or parted by white space and commas, each group
 * with `0x` before it or not. A pair is never read across a gap: `1 2` may be one byte or two, so it is refused.
 */
export function readHex(text: string): BytesReading {
  const bytes = new Uint8Array(Math.ceil(text.length / 2))
  let count = 0
  let at = 0
  let isGroupStart = true
  while (at < text.length) {
    if (SEPARATOR.test(text[at] ?? '')) {
      isGroupStart = true
      at++
      continue
    }
    if (isGroupStart && isPrefix(text, at)) {
      at += 2
      if (digitOf(text.charCodeAt(at)) < 0) return faultAt(text, at, 'fault_hexCharacter')
    }
    isGroupStart = false
    const high = digitOf(text.charCodeAt(at))
    if (high < 0) return faultAt(text, at, 'fault_hexCharacter')
    const low = at + 1 < text.length ? digitOf(text.charCodeAt(at + 1)) : -1
    if (low < 0) return isGroupEnd(text, at + 1) ? faultAt(text, at, 'fault_hexOdd') : faultAt(text, at + 1, 'fault_hexCharacter')
    bytes[count++] = high * 16 + low
    at += 2
  }
  return { bytes: bytes.slice(0, count), fault: null }
}

const isGroupEnd = (text: string, at: number): boolean => at >= text.length || SEPARATOR.test(text[at] ?? '')

/** Two digits a byte, sixteen bytes a line. */
export function writeHex(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let start = 0; start < bytes.length; start += BYTES_PER_LINE) {
    const line = [...bytes.subarray(start, start + BYTES_PER_LINE)]
    lines.push(line.map((byte) => byte.toString(16).padStart(2, '0')).join(' '))
  }
  return lines.join('\n')
}
