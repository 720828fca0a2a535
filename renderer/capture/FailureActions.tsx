import { useMemo } from 'react'
import type { Failure } from '#shared/errors.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import { applyRemedy } from '../connection/actions.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { remediesFor } from '../connection/remedies.ts'
import { call } from '../host/session.ts'
import { useText } from '../i18n/i18n.ts'
import { useTabs } from '../tabs/tabs-store.ts'
import { Button } from '../ui/Button.tsx'
import { useNewest } from '../ui/use-newest.ts'
import { TrustButton } from './TrustButton.tsx'

/** Buttons for what the app can do about a failed connection; nothing where it can do nothing. */
export function FailureActions({ id, failure }: { readonly id: ConnectionId; readonly failure: Failure }) {
  const text = useText('connection')
  const tab = useTabs((state) => state.tabs.find(({ connections }) => connections.includes(id)))
  const question = useMemo(() => ({ id }), [id])
  const { answer: hops = [] } = useNewest(question, (asked) => call('connection.handshake', asked))
  const isWaiting = useConnections((state) => connectionOf(id)(state)?.reconnect?.state === 'waiting')
  const offered = tab ? remediesFor(failure.code, tab.draft.spec, hops) : []
  // The countdown has its own button for that.
  const remedies = isWaiting ? offered.filter(({ kind }) => kind !== 'retry') : offered
  if (!tab || remedies.length === 0) return null
  return (
    <div className="failure-actions">
      {remedies.map((remedy) => {
        const apply = (): void => void applyRemedy(tab.id, id, remedy)
        if (remedy.kind === 'trust') return <TrustButton key={remedy.id} certificate={remedy.certificate} onTrust={apply} />
        return (
          <Button key={remedy.id} onClick={apply}>
            {text(`remedy_${remedy.id}`)}
          </Button>
        )
      })}
      {remedies.some((remedy) => remedy.id === 'acceptAny') && <span className="failure-actions-doubt">▲ {text('acceptAnyDoubt')}</span>}
    </div>
  )
}
