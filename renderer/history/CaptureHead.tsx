import type { ConnectionSummary } from '#shared/model/connection.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { useText } from '../i18n/i18n.ts'
import { tabOf, useTabs } from '../tabs/tabs-store.ts'
import './history.css'
import { oneLine } from '../ui/wire-text.ts'
import { formatStart } from './start-time.ts'

/** What a read-only tab shows in place of the connection bar: what this is. */
export function CaptureHead({ tabId }: { readonly tabId: string }) {
  const text = useText('history')
  const current = useTabs((state) => tabOf(tabId)(state)?.current ?? null)
  const connection = useConnections(connectionOf(current))
  if (!connection?.reopened) return null
  const { close, failure, openingSinceUs } = connection
  return (
    <header className="capture-head">
      <h2 className="capture-head-title" title={oneLine(connection.url)}>
        {titleOf(connection, text)}
      </h2>
      <span className="capture-head-fact">{text('begun', { time: formatStart(openingSinceUs) })}</span>
      {!close && !failure && <span className="capture-head-fact">▲ {text('brokeOffNote')}</span>}
    </header>
  )
}

function titleOf({ url, reopened }: ConnectionSummary, text: ReturnType<typeof useText>): string {
  if (reopened?.isFile) return text('captureFile', { name: oneLine(reopened.name) })
  return text('captureOf', { name: oneLine(reopened?.name ?? '') || oneLine(url) })
}
