import type { Payload } from '../payload.ts'
import { decodeUtf8 } from '../text/payload-text.ts'
import { imageSize, type PixelSize } from './image-size.ts'
import { type SvgRefusal, svgRefusal } from './svg-weight.ts'

/** Read into the page to be drawn. */
export const MOST_IMAGE_BYTES = 32 * 1024 * 1024
/** Drawn without asking: about 100 MB once decoded. */
export const MOST_PIXELS = 25_000_000
/** Drawn at all, if a person asks for it: about 400 MB. */
export const HARD_MOST_PIXELS = 100_000_000

/** What became of a payload that is to be shown as an image. */
export type LoadedImage =
  | { readonly kind: 'image'; readonly bytes: Uint8Array; readonly mediaType: string; readonly size: PixelSize | null }
  | { readonly kind: 'no-image' }
  | { readonly kind: 'no-size' }
  | { readonly kind: 'refused-svg'; readonly reason: SvgRefusal }

/** Reads an image and its announced size; nothing is decoded. Rejects with AppError. */
export async function loadImage({ source, format }: Payload): Promise<LoadedImage> {
  if (format.kind !== 'image' && format.kind !== 'svg') return { kind: 'no-image' }
  const bytes = await source.read(0, source.total)
  const { mediaType } = format
  if (format.kind === 'svg') {
    const reason = svgRefusal(decodeUtf8(bytes).text)
    return reason ? { kind: 'refused-svg', reason } : { kind: 'image', bytes, mediaType, size: null }
  }
  const size = imageSize(bytes, format)
  return size ? { kind: 'image', bytes, mediaType, size } : { kind: 'no-size' }
}

export const pixelsOf = ({ width, height }: PixelSize): number => width * height
