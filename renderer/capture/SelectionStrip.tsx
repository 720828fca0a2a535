import { useMemo } from 'react'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { SelectionSum } from '#shared/model/frame-selection.ts'
import { call } from '../host/session.ts'
import { useText } from '../i18n/i18n.ts'
import { filterOf, useQueries } from '../query/query-store.ts'
import { formatBytes, formatCount } from '../ui/format.ts'
import { useNewest } from '../ui/use-newest.ts'
import { chosenOf, useSelection } from './selection-store.ts'
import { countOf } from './seq-ranges.ts'

/** Time and bytes of the chosen rows, from the first to the last; nothing where only one is chosen. */
export function SelectionStrip({ connection: { id, capture } }: { readonly connection: ConnectionSummary }) {
  const text = useText('capture')
  const ranges = useSelection(chosenOf(id))?.ranges ?? null
  const query = useQueries(filterOf(capture))?.query ?? null
  const isSeveral = ranges !== null && countOf(ranges) > 1
  const question = useMemo(() => ({ capture, selection: isSeveral ? { ranges, query } : null }), [capture, isSeveral, ranges, query])
  const { answer } = useNewest(question, async (asked) =>
    asked.selection === null ? null : call('capture.between', { capture: asked.capture, selection: asked.selection }),
  )
  return (
    // There before it says something, or a screen reader would not hear it.
    <div role="status" aria-live="polite" aria-label={text('selection')} className={isSeveral && answer ? 'list-strip' : 'visually-hidden'}>
      {isSeveral && answer && <Sum sum={answer} />}
    </div>
  )
}

function Sum({ sum }: { readonly sum: SelectionSum }) {
  const text = useText('capture')
  const { frames, framesIn, framesOut, firstUs, lastUs } = sum
  const seconds = ((lastUs ?? 0) - (firstUs ?? 0)) / 1_000_000
  return (
    <>
      <strong>{text('chosen', { count: frames, frames: formatCount(frames) })}</strong>
      <span className="list-strip-figure">Δ {seconds.toFixed(6)} s</span>
      {framesIn > 0 && (
        <span className="list-strip-figure frame-kind-received">
          ↓ {formatCount(framesIn)} · {text('bytes', { payload: formatBytes(sum.payloadBytesIn), wire: formatBytes(sum.wireBytesIn) })}
        </span>
      )}
      {framesOut > 0 && (
        <span className="list-strip-figure frame-kind-sent">
          ↑ {formatCount(framesOut)} · {text('bytes', { payload: formatBytes(sum.payloadBytesOut), wire: formatBytes(sum.wireBytesOut) })}
        </span>
      )}
    </>
  )
}
