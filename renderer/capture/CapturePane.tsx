import type { ReactNode } from 'react'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { useText } from '../i18n/i18n.ts'
import { activeTab, changeTab, useTabs } from '../tabs/tabs-store.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { oneLine } from '../ui/wire-text.ts'
import './capture-pane.css'
import { ExportButton } from './ExportButton.tsx'
import { FailureActions } from './FailureActions.tsx'
import { FrameList } from './FrameList.tsx'
import { focusInspector } from './focus-inspector.ts'
import { ListTools } from './ListTools.tsx'
import { select, selectionOf, useSelection } from './selection-store.ts'

/** Everything captured of one connection, in the order it happened: handshake, frames, end. */
export function CapturePane({ id, queryBar }: { readonly id: ConnectionId; readonly queryBar: ReactNode }) {
  const text = useText('capture')
  const connection = useConnections(connectionOf(id))
  const isCurrent = useTabs((state) => activeTab(state)?.current === id)
  if (!connection) return null
  const hasFrames = connection.counters.framesIn + connection.counters.framesOut > 0
  return (
    // Whatever is touched in a pane makes it the current one, for the composer and the inspector.
    <section
      className={`capture-pane ${isCurrent ? 'is-current' : ''}`}
      aria-label={text('region', { url: connection.url })}
      onFocusCapture={() => makeCurrent(id)}
    >
      <div className="capture-line">
        <HandshakeStrip connection={connection} />
        <ListTools id={id} capture={connection.capture} />
        <ExportButton onPress={() => makeCurrent(id)} />
      </div>
      {connection.failure && <FailureNote failure={connection.failure} actions={<FailureActions id={id} failure={connection.failure} />} />}
      {hasFrames ? (
        <>
          {queryBar}
          <FrameList key={connection.capture} connection={connection} onOpen={focusInspector} />
        </>
      ) : (
        connection.state === 'open' && <EmptyState title={text('noFrames')}>{text('noFramesText')}</EmptyState>
      )}
      {connection.close && <CloseStrip connection={connection} />}
    </section>
  )
}

function makeCurrent(id: ConnectionId): void {
  const tab = activeTab(useTabs.getState())
  if (tab && tab.current !== id && tab.connections.includes(id)) changeTab(tab.id, (current) => ({ ...current, current: id }))
}

function HandshakeStrip({ connection }: { readonly connection: ConnectionSummary }) {
  const text = useText('capture')
  const isSelected = useSelection((state) => selectionOf(connection.id)(state)?.kind === 'handshake')
  const facts = [connection.subprotocol, connection.compressed ? 'permessage-deflate' : ''].filter(Boolean).join(' · ')
  const elapsed = connection.openedAtUs === null ? '' : ` ${((connection.openedAtUs - connection.openingSinceUs) / 1000).toFixed(1)} ms`
  return (
    <button
      type="button"
      className="capture-strip"
      aria-label={text('handshake')}
      aria-pressed={isSelected}
      onClick={() => select(connection.id, { kind: 'handshake' })}
    >
      <strong>{text('handshake')}</strong>
      <span>
        {connection.state === 'opening' ? text('handshakeRunning') : connection.openedAtUs === null ? text('ended') : `101${elapsed}`}
      </span>
      <span className="wire capture-strip-facts">{oneLine(facts)}</span>
    </button>
  )
}

function CloseStrip({ connection }: { readonly connection: ConnectionSummary }) {
  const text = useText('capture')
  const isSelected = useSelection((state) => selectionOf(connection.id)(state)?.kind === 'close')
  const { close } = connection
  if (!close) return null
  const reason = close.reason === '' ? '' : `“${oneLine(close.reason)}”`
  return (
    <button
      type="button"
      className="capture-strip capture-strip-close"
      aria-label={[text('closed'), close.code, close.name, reason].filter((part) => part !== '').join(' ')}
      aria-pressed={isSelected}
      onClick={() => select(connection.id, { kind: 'close' })}
    >
      <strong className={close.clean ? '' : 'is-unclean'}>{text('closed')}</strong>
      <span>
        {close.code} {close.name}
      </span>
      {reason !== '' && <span className="wire capture-strip-reason">{reason}</span>}
      <span className="capture-strip-facts">{oneLine(close.detail)}</span>
    </button>
  )
}
