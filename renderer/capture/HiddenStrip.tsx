import type { ConnectionSummary } from '#shared/model/connection.ts'
import { useText } from '../i18n/i18n.ts'
import { formatCount } from '../ui/format.ts'
import { resume, showAll, useView, viewOf } from './view-store.ts'

/** What the cleared view leaves out, and the way back. */
export function HiddenStrip({ connection: { id } }: { readonly connection: ConnectionSummary }) {
  const text = useText('capture')
  const { from } = useView(viewOf(id))
  if (from === 0) return null
  return (
    <div className="list-strip">
      <span>{text('hidden', { count: from, frames: formatCount(from) })}</span>
      <button type="button" className="link-button" onClick={() => showAll(id)}>
        {text('showAll')}
      </button>
    </div>
  )
}

/** That the list stands still, and how much came since. */
export function HaltedStrip({ connection: { id, counters } }: { readonly connection: ConnectionSummary }) {
  const text = useText('capture')
  const { until } = useView(viewOf(id))
  if (until === null) return null
  const came = counters.framesIn + counters.framesOut - until
  return (
    <div className="list-strip list-strip-halted">
      <span aria-hidden="true">❚❚</span>
      <span>{text('halted', { count: came, frames: formatCount(came) })}</span>
      <button type="button" className="link-button" onClick={() => resume(id)}>
        {text('resume')}
      </button>
    </div>
  )
}
