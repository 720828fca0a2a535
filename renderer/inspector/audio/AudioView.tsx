import { useMemo, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { FailureNote } from '#renderer/ui/FailureNote.tsx'
import { formatBytes, formatCount } from '#renderer/ui/format.ts'
import { Select } from '#renderer/ui/Select.tsx'
import { useNewest } from '#renderer/ui/use-newest.ts'
import { failureOf } from '#shared/errors.ts'
import { FORMATS } from '../content/content-formats.ts'
import type { Payload } from '../payload.ts'
import { useBlobUrl } from '../use-blob-url.ts'
import { ViewLimit } from '../ViewLimit.tsx'
import { PCM_RATES, wavOf } from './wav-header.ts'
import './audio-view.css'

const MOST_BYTES = 64 * 1024 * 1024
const LIKELY_RATE_HZ = 24_000

/** A payload as sound: a file as it is, any other bytes as raw samples. Nothing plays before it is asked for. */
export function AudioView({ payload }: { readonly payload: Payload }) {
  const text = useText('inspector')
  const { total } = payload.source
  if (total === 0) return <p className="inspector-note">{text('empty')}</p>
  if (total > MOST_BYTES) {
    return <ViewLimit view="hex">{text('audioTooLarge', { size: formatBytes(total), most: formatBytes(MOST_BYTES) })}</ViewLimit>
  }
  return <Loading payload={payload} />
}

function Loading({ payload }: { readonly payload: Payload }) {
  const text = useText('inspector')
  const { answer, error } = useNewest(payload, ({ source }) => source.read(0, source.total))
  if (error !== undefined) return <FailureNote failure={failureOf(error)} />
  if (!answer) return <p className="inspector-note">{text('reading')}</p>
  return <Player payload={payload} bytes={answer} />
}

function Player({ payload, bytes }: { readonly payload: Payload; readonly bytes: Uint8Array }) {
  const text = useText('inspector')
  const { format } = payload
  const isRaw = format.kind !== 'audio'
  const [rateHz, setRateHz] = useState<number>(LIKELY_RATE_HZ)
  const [seconds, setSeconds] = useState<number | 'broken' | null>(null)
  const played = useMemo(() => (isRaw ? wavOf(bytes, rateHz) : bytes), [isRaw, bytes, rateHz])
  const url = useBlobUrl(played, isRaw ? FORMATS.wav.mediaType : format.mediaType)
  return (
    <div className="audio-view">
      {url && (
        // biome-ignore lint/a11y/useMediaCaption: what came over the wire has no captions
        <audio
          className="audio-player"
          controls
          preload="metadata"
          aria-label={text('audioPlayer')}
          src={url}
          onError={() => setSeconds('broken')}
          onLoadedMetadata={({ currentTarget }) => setSeconds(currentTarget.duration)}
        />
      )}
      {seconds === 'broken' && <p className="inspector-note">{text('audioBroken')}</p>}
      <footer className="inspector-foot">
        <span>{isRaw ? text('audioRaw') : format.name}</span>
        {isRaw && (
          <Select
            label={text('audioRate')}
            className="inspector-switch"
            value={String(rateHz)}
            options={PCM_RATES.map((rate) => ({ value: String(rate), text: `${formatCount(rate)} Hz` }))}
            onChange={(rate) => setRateHz(Number(rate))}
          />
        )}
        {typeof seconds === 'number' && Number.isFinite(seconds) && <span>{seconds.toFixed(2)} s</span>}
        <span>{formatBytes(bytes.length)}</span>
      </footer>
    </div>
  )
}
