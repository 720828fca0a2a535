import type { FormatId } from './content-formats.ts'

const ASCII = new TextDecoder('latin1')

const text = (bytes: Uint8Array, first: number, count: number): string => ASCII.decode(bytes.subarray(first, first + count))
const starts = (bytes: Uint8Array, ...wanted: readonly number[]): boolean => wanted.every((byte, index) => bytes[index] === byte)

/** Each format by the signature its specification gives; the first that fits counts. */
const SIGNATURES: readonly (readonly [FormatId, (bytes: Uint8Array) => boolean])[] = [
  ['png', (bytes) => starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['jpeg', (bytes) => starts(bytes, 0xff, 0xd8, 0xff)],
  ['gif', (bytes) => /^GIF8[79]a$/.test(text(bytes, 0, 6))],
  ['webp', (bytes) => text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WEBP'],
  ['avif', (bytes) => text(bytes, 4, 4) === 'ftyp' && /^avi[fs]$/.test(text(bytes, 8, 4))],
  ['bmp', isBmp],
  ['ico', isIcon],
  ['wav', (bytes) => text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 4) === 'WAVE'],
  ['ogg', (bytes) => text(bytes, 0, 4) === 'OggS'],
  ['flac', (bytes) => text(bytes, 0, 4) === 'fLaC'],
  ['mp3', isMp3],
  ['gzip', (bytes) => starts(bytes, 0x1f, 0x8b, 0x08)],
  ['zlib', isZlib],
]

/** The binary format that the first bytes name; null if they name none. */
export const binaryFormat = (head: Uint8Array): FormatId | null => SIGNATURES.find(([, fits]) => fits(head))?.[0] ?? null

/** 'BM' alone would make an image of many a text: the reserved fields are zero and the header's size is one of those there are. */
function isBmp(bytes: Uint8Array): boolean {
  const headerSizes = [12, 16, 40, 52, 56, 64, 108, 124]
  return text(bytes, 0, 2) === 'BM' && text(bytes, 6, 4) === '\0\0\0\0' && headerSizes.includes(bytes[14] ?? 0)
}

/** Icons: type 1, between 1 and 64 images, and the reserved byte of the first is zero. */
function isIcon(bytes: Uint8Array): boolean {
  const count = (bytes[4] ?? 0) | ((bytes[5] ?? 0) << 8)
  return starts(bytes, 0, 0, 1, 0) && count >= 1 && count <= 64 && bytes[9] === 0 && bytes.length >= 6 + 16 * count
}

/** An ID3v2 tag, or a frame of MPEG audio layer III with a bit rate and a sampling rate that exist. */
function isMp3(bytes: Uint8Array): boolean {
  if (text(bytes, 0, 3) === 'ID3') return (bytes[3] ?? 0xff) < 0x10
  const [first = 0, second = 0, third = 0] = bytes
  const [version, layer, bitRate, rate] = [(second >> 3) & 3, (second >> 1) & 3, third >> 4, (third >> 2) & 3]
  return first === 0xff && second >= 0xe0 && version !== 1 && layer === 1 && bitRate !== 15 && bitRate !== 0 && rate !== 3
}

/** Deflate with a window of 32 KiB, no dictionary, and the check bits right (RFC 1950 section 2.2). */
function isZlib(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  return first === 0x78 && (second & 0x20) === 0 && ((first << 8) | second) % 31 === 0 && bytes.length > 6
}
