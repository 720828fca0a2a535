import { Filter } from 'lucide-react'
import type { ConnectionId } from '#shared/model/ids.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { useText } from '../i18n/i18n.ts'
import { IconButton } from '../ui/Button.tsx'
import { Fault } from './Fault.tsx'
import { HitCount } from './HitCount.tsx'
import { QueryField } from './QueryField.tsx'
import { QueryMenu } from './QueryMenu.tsx'
import './query-bar.css'
import { changeQuery, queryOf, useQueries } from './query-store.ts'

/** Asks a capture for some of its frames, and says how many there are. */
export function QueryBar({ id }: { readonly id: ConnectionId }) {
  const text = useText('query')
  const connection = useConnections(connectionOf(id))
  const capture = connection?.capture
  const mode = useQueries((state) => (capture === undefined ? 'filter' : queryOf(capture)(state).mode))
  if (!connection) return null
  return (
    <search className="query-bar" aria-label={text('region')}>
      <IconButton
        label={text('onlyHits')}
        aria-pressed={mode === 'filter'}
        icon={<Filter size={14} />}
        onClick={() => changeQuery(connection.capture, { mode: mode === 'filter' ? 'highlight' : 'filter' })}
      />
      <QueryField connection={connection} />
      <HitCount connection={connection} />
      <QueryMenu connection={connection} />
      <Fault capture={connection.capture} />
    </search>
  )
}
