import { ArrowDown, ArrowUp, X } from 'lucide-react'
import type { QueryProgress } from '#shared/model/query.ts'
import { useText } from '../i18n/i18n.ts'
import { IconButton } from '../ui/Button.tsx'
import { formatCount } from '../ui/format.ts'
import { type Asked, cancel, clear, goToHit } from './query-actions.ts'
import { queryOf, useQueries } from './query-store.ts'

/** How many frames fit, how far the search is, and the way from one to the next. */
export function HitCount({ connection }: { readonly connection: Asked }) {
  const text = useText('query')
  const { progress, current } = useQueries(queryOf(connection.capture))
  if (!progress) return null
  // Behind a capture that grows it is never quite at the end, which nobody needs to see.
  const isScanning = progress.state === 'scanning' && progress.scanned < progress.total * 0.98
  return (
    <div className="query-count">
      <output className={`query-hits query-hits-${progress.state}`} title={detailOf(progress, text)}>
        {current && `${formatCount(current.number + 1)} / `}
        {text('hits', { count: progress.hits, hits: formatCount(progress.hits) })}
        {isScanning && ` · ${shareOf(progress)} %`}
        {progress.state === 'cancelled' && ` · ${text('cancelled')}`}
        {progress.state === 'failed' && ` · ▲ ${text('failed')}`}
        {progress.unexamined > 0 && ` · ▲ ${text('unexamined', { rows: formatCount(progress.unexamined) })}`}
      </output>
      {isScanning && (
        <button type="button" className="query-cancel" onClick={() => cancel(connection.capture)}>
          {text('cancel')}
        </button>
      )}
      <IconButton
        label={text('previous')}
        shortcut="Shift+F3"
        disabled={progress.hits === 0}
        icon={<ArrowUp size={14} />}
        onClick={() => void goToHit(connection, 'previous')}
      />
      <IconButton
        label={text('next')}
        shortcut="F3"
        disabled={progress.hits === 0}
        icon={<ArrowDown size={14} />}
        onClick={() => void goToHit(connection, 'next')}
      />
      <IconButton label={text('clear')} icon={<X size={14} />} onClick={() => clear(connection)} />
      {isScanning && (
        <progress className="query-progress" aria-label={text('progress')} value={progress.scanned} max={Math.max(1, progress.total)} />
      )}
      {progress.failure && (
        <p className="query-fault query-failure" role="alert">
          ▲ {progress.failure.message} {progress.failure.hint}
        </p>
      )}
    </div>
  )
}

const shareOf = ({ scanned, total }: QueryProgress): number => Math.floor((scanned / Math.max(1, total)) * 100)

const detailOf = ({ scanned, total }: QueryProgress, text: ReturnType<typeof useText>): string =>
  text('scanned', { scanned: formatCount(scanned), total: formatCount(total) })
