/** The length without a character at the end whose bytes may not all be there. */
export function wholeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) return back < characterLength(byte) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** The last place at or before `offset` at which a character can begin: not within one. */
export function characterStart(bytes: Uint8Array, offset: number): number {
  for (let back = 0; back <= Math.min(3, offset); back++) {
    if (!isContinuation(bytes[offset - back])) return offset - back
  }
  return offset
}

/**
 * Where `text` ends in the bytes that it was decoded from (invalid places as U+FFFD, a BOM kept).
 *
 * @param bytes the bytes behind the text; null if all of them were valid
 * @param from the byte at which the text begins
 */
export const bytesBehind = (text: string, bytes: Uint8Array | null, from: number): number =>
  walk(text, bytes, from, Number.POSITIVE_INFINITY).byte

/** The UTF-16 index in `text` of the character at byte `offset`, counted from where the text begins in `bytes`. */
export const textIndexAt = (text: string, bytes: Uint8Array | null, offset: number): number => walk(text, bytes, 0, offset).index

function walk(text: string, bytes: Uint8Array | null, from: number, untilByte: number): { readonly index: number; readonly byte: number } {
  let [index, byte] = [0, from]
  while (index < text.length && byte < untilByte) {
    const unit = text.charCodeAt(index)
    index++
    if (unit < 0x80) byte++
    else if (unit < 0x800) byte += 2
    else if (unit === 0xfffd && bytes) byte += replacedLength(bytes, byte)
    else if (unit >= 0xd800 && unit <= 0xdbff) {
      byte += 4
      index++
    } else byte += 3
  }
  return { index, byte }
}

/** Bytes that one U+FFFD stands for: itself, or the longest start of a character that was broken off (Unicode chapter 3, "maximal subpart"). */
function replacedLength(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) return 3
  const lead = bytes[at] ?? 0
  if (lead < 0xc2 || lead > 0xf4) return 1
  const [low, high] = secondByteRange(lead)
  const second = bytes[at + 1] ?? 0
  if (second < low || second > high) return 1
  let length = 2
  while (length < characterLength(lead) && isContinuation(bytes[at + length])) length++
  return length
}

function secondByteRange(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf]
  if (lead === 0xed) return [0x80, 0x9f]
  if (lead === 0xf0) return [0x90, 0xbf]
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf]
}

function characterLength(lead: number): number {
  if (lead >= 0xf0) return 4
  return lead >= 0xe0 ? 3 : 2
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80 && byte <= 0xbf
