import { useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Button } from '#renderer/ui/Button.tsx'
import { FailureNote } from '#renderer/ui/FailureNote.tsx'
import { formatBytes, formatCount } from '#renderer/ui/format.ts'
import { Select } from '#renderer/ui/Select.tsx'
import { useNewest } from '#renderer/ui/use-newest.ts'
import { failureOf } from '#shared/errors.ts'
import { changeInspector, useInspector } from '../inspector-store.ts'
import type { Payload } from '../payload.ts'
import { useBlobUrl } from '../use-blob-url.ts'
import { ViewLimit } from '../ViewLimit.tsx'
import type { PixelSize } from './image-size.ts'
import { HARD_MOST_PIXELS, type LoadedImage, loadImage, MOST_IMAGE_BYTES, MOST_PIXELS, pixelsOf } from './load-image.ts'
import './image-view.css'

/** A payload as a picture, drawn as a picture only: an SVG runs nothing and loads nothing this way. Mount it anew (key) for another. */
export function ImageView({ payload }: { readonly payload: Payload }) {
  const text = useText('inspector')
  const { total } = payload.source
  if (total > MOST_IMAGE_BYTES) {
    return <ViewLimit view="hex">{text('imageTooLarge', { size: formatBytes(total), most: formatBytes(MOST_IMAGE_BYTES) })}</ViewLimit>
  }
  return <Loading payload={payload} />
}

function Loading({ payload }: { readonly payload: Payload }) {
  const text = useText('inspector')
  const { answer, error } = useNewest(payload, loadImage)
  const [isWanted, setWanted] = useState(false)
  if (error !== undefined) return <FailureNote failure={failureOf(error)} />
  if (!answer) return <p className="inspector-note">{text('reading')}</p>
  if (answer.kind === 'no-image') return <ViewLimit view="hex">{text('imageNone')}</ViewLimit>
  if (answer.kind === 'no-size') return <ViewLimit view="hex">{text('imageNoSize', { format: payload.format.name })}</ViewLimit>
  if (answer.kind === 'refused-svg') return <ViewLimit view="text">{text(`svg_${answer.reason}`)}</ViewLimit>
  const pixels = answer.size ? pixelsOf(answer.size) : 0
  if (pixels > HARD_MOST_PIXELS) return <ViewLimit view="hex">{tooManyPixels(text, answer.size, HARD_MOST_PIXELS)}</ViewLimit>
  if (pixels > MOST_PIXELS && !isWanted) {
    return (
      <div className="inspector-note">
        <p>{tooManyPixels(text, answer.size, MOST_PIXELS)}</p>
        <p className="inspector-note-actions">
          <Button onClick={() => setWanted(true)}>{text('imageAnyway', { size: formatBytes(pixels * 4) })}</Button>
        </p>
      </div>
    )
  }
  return <Picture image={answer} name={payload.format.name} />
}

function tooManyPixels(text: ReturnType<typeof useText>, size: PixelSize | null, most: number): string {
  const { width, height } = size ?? { width: 0, height: 0 }
  return text('imageTooManyPixels', {
    width: formatCount(width),
    height: formatCount(height),
    pixels: formatCount(width * height),
    most: formatCount(most),
    memory: formatBytes(width * height * 4),
  })
}

function Picture({ image, name }: { readonly image: Extract<LoadedImage, { kind: 'image' }>; readonly name: string }) {
  const text = useText('inspector')
  const isFullSize = useInspector((state) => state.isFullSize)
  const url = useBlobUrl(image.bytes, image.mediaType)
  const [shown, setShown] = useState<PixelSize | 'broken' | null>(null)
  const size = image.size ?? (shown === 'broken' ? null : shown)
  return (
    <div className="image-view">
      <section
        className={`image-ground ${isFullSize ? 'is-full-size' : ''}`}
        aria-label={text('imageGround')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
        tabIndex={0}
      >
        {shown === 'broken' && <p className="inspector-note">{text('imageBroken')}</p>}
        {url && shown !== 'broken' && (
          <img
            className="image-picture"
            src={url}
            alt={text('imageAlt', { format: name })}
            decoding="async"
            draggable={false}
            onError={() => setShown('broken')}
            onLoad={({ currentTarget }) => setShown({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })}
          />
        )}
      </section>
      <footer className="inspector-foot">
        <Select
          label={text('zoom')}
          className="inspector-switch"
          value={isFullSize ? 'full' : 'fit'}
          options={[
            { value: 'fit', text: text('zoomFit') },
            { value: 'full', text: '100 %' },
          ]}
          onChange={(zoom) => changeInspector({ isFullSize: zoom === 'full' })}
        />
        <span>{name}</span>
        {size && (
          <span>
            {formatCount(size.width)} × {formatCount(size.height)}
          </span>
        )}
        <span>{formatBytes(image.bytes.length)}</span>
      </footer>
    </div>
  )
}
