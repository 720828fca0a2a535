import type { ContentFormat } from '../content/content-formats.ts'
import { avifSize } from './avif-size.ts'
import { jpegSize } from './jpeg-size.ts'

export interface PixelSize {
  readonly width: number
  readonly height: number
}

type Reader = (view: DataView) => PixelSize | null

const READERS: Readonly<Record<string, Reader>> = {
  PNG: (view) => (view.byteLength >= 24 ? { width: view.getUint32(16), height: view.getUint32(20) } : null),
  GIF: gifSize,
  BMP: bmpSize,
  ICO: iconSize,
  WebP: webpSize,
  JPEG: jpegSize,
  AVIF: avifSize,
}

/**
 * The size an image's own header announces, read before anything decodes it: a few bytes can announce more pixels than there is memory.
 *
 * @returns null if the header does not say it; then nobody knows what decoding would take
 */
export function imageSize(bytes: Uint8Array, { name }: ContentFormat): PixelSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = READERS[name]?.(view) ?? null
  return size && size.width > 0 && size.height > 0 ? size : null
}

/** The larger of the screen and of the first image on it: decoders take the larger too. */
function gifSize(view: DataView): PixelSize | null {
  if (view.byteLength < 13) return null
  const screen = { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  const flags = view.getUint8(10)
  let at = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0)
  // Extensions, each in blocks with their length before them, may stand in front of the image.
  while (at + 2 < view.byteLength && view.getUint8(at) === 0x21) {
    at += 2
    while (at < view.byteLength && view.getUint8(at) !== 0) at += view.getUint8(at) + 1
    at++
  }
  if (at + 9 > view.byteLength || view.getUint8(at) !== 0x2c) return screen
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) => view.getUint16(at + offset, true))
  return { width: Math.max(screen.width, (left ?? 0) + (width ?? 0)), height: Math.max(screen.height, (top ?? 0) + (height ?? 0)) }
}

function bmpSize(view: DataView): PixelSize | null {
  if (view.byteLength < 26) return null
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) }
  // A negative height means rows from top to bottom.
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
}

/** The largest of the images; 0 stands for 256. */
function iconSize(view: DataView): PixelSize | null {
  if (view.byteLength < 22) return null
  let [width, height] = [0, 0]
  for (let index = 0, at = 6; index < view.getUint16(4, true) && at + 16 <= view.byteLength; index++, at += 16) {
    width = Math.max(width, view.getUint8(at) || 256)
    height = Math.max(height, view.getUint8(at + 1) || 256)
  }
  return { width, height }
}

/** @see RFC 9649 sections 2.5 to 2.7 */
function webpSize(view: DataView): PixelSize | null {
  if (view.byteLength < 30) return null
  const uint24 = (at: number): number => view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16)
  switch (view.getUint32(12)) {
    case 0x56503858: // 'VP8X'
      return { width: 1 + uint24(24), height: 1 + uint24(27) }
    case 0x5650384c: {
      // 'VP8L'
      const bits = view.getUint32(21, true)
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
    }
    case 0x56503820: // 'VP8 '
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    default:
      return null
  }
}
