import type { PixelSize } from './image-size.ts'

/** 'ispe', the size of one image item; boxes that hold it are 'meta' (with version and flags), 'iprp' and 'ipco'. */
const [ISPE, META] = [0x69737065, 0x6d657461]
const HOLDERS = new Set([META, 0x69707270, 0x6970636f])
const MOST_BOXES = 1_000

/** The largest size that an image item announces. @see ISO/IEC 23008-12 section 6.5.3 */
export function avifSize(view: DataView): PixelSize | null {
  let [width, height, boxes] = [0, 0, 0]
  const waiting: (readonly [number, number])[] = [[0, view.byteLength]]
  for (let range = waiting.pop(); range; range = waiting.pop()) {
    let [at, end] = range
    while (at + 8 <= end && boxes++ < MOST_BOXES) {
      const size = view.getUint32(at)
      const type = view.getUint32(at + 4)
      const boxEnd = size === 0 ? end : at + size
      if (size === 1 || (size !== 0 && size < 8)) break
      if (type === ISPE && at + 20 <= view.byteLength) {
        width = Math.max(width, view.getUint32(at + 12))
        height = Math.max(height, view.getUint32(at + 16))
      }
      if (HOLDERS.has(type)) waiting.push([at + (type === META ? 12 : 8), Math.min(boxEnd, end)])
      at = boxEnd
    }
    end = at
  }
  return width === 0 ? null : { width, height }
}
