import { useEffect, useMemo, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Button } from '#renderer/ui/Button.tsx'
import { FailureNote } from '#renderer/ui/FailureNote.tsx'
import { formatBytes } from '#renderer/ui/format.ts'
import { Select } from '#renderer/ui/Select.tsx'
import { type Failure, failureOf } from '#shared/errors.ts'
import { PayloadViews } from '../PayloadViews.tsx'
import { type Payload, unpackedPayload, viewedOf } from '../payload.ts'
import { MOST_UNPACKED_BYTES, type Packing, type Unpacked, unpack } from './unpack.ts'
import './unpacked-view.css'

/** What unpacks to itself would go on for ever; nobody packs more often than this. */
const MOST_DEPTH = 3

type Progress =
  | { readonly kind: 'running'; readonly bytes: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'done'; readonly unpacked: Unpacked; readonly payload: Payload }

/** What is in a payload that was packed by the application itself, in the same views. */
export function UnpackedView({ payload, depth }: { readonly payload: Payload; readonly depth: number }) {
  const text = useText('inspector')
  const [packing, setPacking] = useState<Packing>(() => likelyPacking(payload))
  const [progress, stop] = useUnpacked(payload, packing)
  return (
    <div className="unpacked-view">
      <div className="unpacked-head">
        <Select
          label={text('packing')}
          className="inspector-switch"
          value={packing}
          options={[
            { value: 'gzip', text: 'gzip' },
            { value: 'deflate', text: 'zlib' },
            { value: 'deflate-raw', text: text('packingRaw') },
          ]}
          onChange={setPacking}
        />
        {progress.kind === 'running' && (
          <>
            <span role="status">{text('unpacking', { size: formatBytes(progress.bytes) })}</span>
            <Button onClick={stop}>{text('stop')}</Button>
          </>
        )}
        {progress.kind === 'stopped' && <span>{text('unpackStopped')}</span>}
        {progress.kind === 'done' && <Sizes packed={payload.source.total} unpacked={progress.unpacked} />}
      </div>
      {progress.kind === 'failed' && <FailureNote failure={progress.failure} />}
      {progress.kind === 'done' && progress.unpacked.bytes.length > 0 && <Contents payload={progress.payload} depth={depth + 1} />}
    </div>
  )
}

function Contents({ payload, depth }: { readonly payload: Payload; readonly depth: number }) {
  const viewed = useMemo(() => {
    const all = viewedOf(payload)
    return depth < MOST_DEPTH ? all : { ...all, views: all.views.filter((view) => view !== 'unpacked') }
  }, [payload, depth])
  return <PayloadViews payload={payload} viewed={viewed} depth={depth} />
}

function Sizes({ packed, unpacked: { bytes, state } }: { readonly packed: number; readonly unpacked: Unpacked }) {
  const text = useText('inspector')
  const ratio = packed === 0 ? 0 : bytes.length / packed
  return (
    <>
      <span>
        {text('unpackedSizes', {
          packed: formatBytes(packed),
          unpacked: formatBytes(bytes.length),
          ratio: ratio.toFixed(ratio < 10 ? 2 : 0),
        })}
      </span>
      {state === 'cut' && <span className="is-warning">▲ {text('unpackedCut', { most: formatBytes(MOST_UNPACKED_BYTES) })}</span>}
      {state === 'damaged' && <span className="is-warning">▲ {text(bytes.length === 0 ? 'unpackedNothing' : 'unpackedDamaged')}</span>}
    </>
  )
}

const likelyPacking = ({ format }: Payload): Packing => {
  if (format.kind !== 'packed') return 'deflate-raw'
  return format.name === 'gzip' ? 'gzip' : 'deflate'
}

/** Unpacks at once, and anew for another packing; the second value stops it. */
function useUnpacked(payload: Payload, packing: Packing): readonly [Progress, () => void] {
  const [progress, setProgress] = useState<Progress>({ kind: 'running', bytes: 0 })
  const [run, setRun] = useState<AbortController | null>(null)
  useEffect(() => {
    const running = new AbortController()
    setRun(running)
    setProgress({ kind: 'running', bytes: 0 })
    const work = async (): Promise<void> => {
      const onProgress = (bytes: number): void => {
        if (!running.signal.aborted) setProgress({ kind: 'running', bytes })
      }
      const unpacked = await unpack(payload.source, packing, running.signal, onProgress)
      if (!unpacked) return
      const inner = await unpackedPayload(`${payload.source.key}/${packing}`, unpacked.bytes, `${payload.name}-unpacked`)
      if (!running.signal.aborted) setProgress({ kind: 'done', unpacked, payload: inner })
    }
    work().catch((error: unknown) => {
      if (!running.signal.aborted) setProgress({ kind: 'failed', failure: failureOf(error) })
    })
    return () => running.abort()
  }, [payload, packing])
  const stop = (): void => {
    run?.abort()
    setProgress({ kind: 'stopped' })
  }
  return [progress, stop]
}
