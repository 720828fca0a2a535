import { Columns2, X } from 'lucide-react'
import type { ConnectionId } from '#shared/model/ids.ts'
import { useText } from '../i18n/i18n.ts'
import { changeTab, tabOf, useTabs } from '../tabs/tabs-store.ts'
import { IconButton } from '../ui/Button.tsx'
import { formatCount } from '../ui/format.ts'
import { dismissConnection } from './actions.ts'
import './connection-strip.css'
import { connectionOf, useConnections } from './connections-store.ts'

/** The connections of one tab, once there are two: which one is current, and whether all are shown. */
export function ConnectionStrip({ tabId }: { readonly tabId: string }) {
  const text = useText('connection')
  const tab = useTabs(tabOf(tabId))
  if (!tab || tab.connections.length < 2) return null
  return (
    <div className="connection-strip">
      <div className="connection-chips" role="toolbar" aria-label={text('ofThisSpec')}>
        {tab.connections.map((id, index) => (
          <Chip key={id} tabId={tabId} id={id} number={index + 1} isCurrent={id === tab.current} />
        ))}
      </div>
      <IconButton
        label={text('sideBySide')}
        icon={<Columns2 size={15} />}
        aria-pressed={tab.isSideBySide}
        onClick={() => changeTab(tabId, (current) => ({ ...current, isSideBySide: !current.isSideBySide }))}
      />
    </div>
  )
}

function Chip({
  tabId,
  id,
  number,
  isCurrent,
}: {
  readonly tabId: string
  readonly id: ConnectionId
  readonly number: number
  readonly isCurrent: boolean
}) {
  const text = useText('connection')
  const connection = useConnections(connectionOf(id))
  if (!connection) return null
  const { counters, state } = connection
  const name = text('numbered', { number })
  const isAttempt = (connection.reconnect?.previous ?? null) !== null
  return (
    <span className={`connection-chip ${isCurrent ? 'is-current' : ''}`}>
      <button type="button" aria-pressed={isCurrent} onClick={() => changeTab(tabId, (tab) => ({ ...tab, current: id }))}>
        <span className={`connection-state-${state}`}>
          <span className="connection-dot" aria-hidden="true" />
        </span>
        {name}
        {isAttempt && (
          <span title={text('attempt')}>
            <span aria-hidden="true">↻</span>
            <span className="visually-hidden">{text('attempt')}</span>
          </span>
        )}
        <span className="visually-hidden">{text(`state_${state}`)}</span>
        <span className="connection-chip-counts">
          ↓{formatCount(counters.framesIn)} ↑{formatCount(counters.framesOut)}
        </span>
      </button>
      <IconButton
        label={text(state === 'closed' ? 'dismissNumbered' : 'disconnectNumbered', { number })}
        icon={<X size={12} />}
        onClick={() => dismissConnection(tabId, id)}
      />
    </span>
  )
}
