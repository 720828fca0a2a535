const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const PADDING = 61
/** Characters joined at a time: small enough for the argument list of String.fromCharCode. */
const CHUNK_BYTES = 3 * 4096

const characterOf = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0))
const digitOf = new Uint8Array(128).fill(0xff)
characterOf.forEach((code, value) => {
  digitOf[code] = value
})

/** What newer engines have built in (ES2026), several times as fast as a loop. */
interface NativeBase64 {
  readonly toBase64?: () => string
}
interface NativeBase64Constructor {
  readonly fromBase64?: (text: string, options: { lastChunkHandling: 'strict' }) => Uint8Array
}

/** Node's own, many times as fast as a loop; shared/ has no types of Node, and other hosts have no Buffer. */
interface NodeBuffer {
  readonly from: (bytes: ArrayBufferLike, first: number, count: number) => { readonly toString: (encoding: 'base64') => string }
}
const nodeBuffer = (globalThis as { readonly Buffer?: NodeBuffer }).Buffer

/**
 * Standard base64 with padding (RFC 4648 section 4). Written here because shared/ can count on neither Buffer nor
 * the web's btoa, and because btoa works on strings.
 */
export function toBase64(bytes: Uint8Array): string {
  const native = (bytes as NativeBase64).toBase64
  if (native) return native.call(bytes)
  return nodeBuffer ? nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') : encodeBase64(bytes)
}

/** @throws SyntaxError if `text` is not strict base64: a foreign character, a missing pad, bits left over */
export function fromBase64(text: string): Uint8Array {
  const native = (Uint8Array as NativeBase64Constructor).fromBase64
  // The built-in skips white space; a codec that is strict in one host only would hide errors in the other.
  return native && !/\s/.test(text) ? native.call(Uint8Array, text, { lastChunkHandling: 'strict' }) : decodeBase64(text)
}

/** The loop behind toBase64, for engines without a built-in. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    parts.push(encodeChunk(bytes.subarray(start, start + CHUNK_BYTES)))
  }
  return parts.join('')
}

function encodeChunk(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  let at = 0
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index
    const triple = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0)
    codes[at++] = characterOf[triple >> 18] ?? 0
    codes[at++] = characterOf[(triple >> 12) & 63] ?? 0
    codes[at++] = left > 1 ? (characterOf[(triple >> 6) & 63] ?? 0) : PADDING
    codes[at++] = left > 2 ? (characterOf[triple & 63] ?? 0) : PADDING
  }
  return String.fromCharCode(...codes)
}

/** The loop behind fromBase64, for engines without a built-in. */
export function decodeBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw new SyntaxError('The base64 text is cut short.')
  const pads = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - pads)
  const digits = text.length - pads
  let bits = 0
  let held = 0
  let at = 0
  for (let index = 0; index < digits; index++) {
    const value = digitOf[text.charCodeAt(index)] ?? 0xff
    if (value === 0xff) throw new SyntaxError(`Character ${index + 1} of the base64 text is not of its alphabet.`)
    held = ((held << 6) | value) & 0xffffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 0xff
    }
  }
  if ((held & ((1 << bits) - 1)) !== 0) throw new SyntaxError('The base64 text has bits left over.')
  return bytes
}
