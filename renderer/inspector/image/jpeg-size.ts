import type { PixelSize } from './image-size.ts'

/** Start of a scan: the picture's data follow, and no size any more. */
const START_OF_SCAN = 0xda
/** Markers of the range C0 to CF that start no frame: Huffman tables, a reserved one, arithmetic conditioning. */
const NO_FRAMES = new Set([0xc4, 0xc8, 0xcc])

/** Walks the segments to the frame header. @see ITU-T T.81 annex B.2.2 */
export function jpegSize(view: DataView): PixelSize | null {
  let at = 2
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) at++
    else if (marker >= 0xd0 && marker <= 0xd8) at += 2
    else if (marker === START_OF_SCAN) return null
    else if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    } else at += 2 + Math.max(2, view.getUint16(at + 2))
  }
  return null
}
