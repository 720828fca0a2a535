import type { ConnectionId } from '#shared/model/ids.ts'
import { INSPECTOR_ELEMENT_ID } from '../capture/focus-inspector.ts'
import { selectionOf, useSelection } from '../capture/selection-store.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { HandshakeView } from '../handshake/HandshakeView.tsx'
import { useText } from '../i18n/i18n.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { CloseView } from './CloseView.tsx'
import { FrameInspector } from './FrameInspector.tsx'
import './inspector.css'

/** What is selected of a connection, read closely: a frame, the handshake, or how it ended. */
export function Inspector({ id }: { readonly id: ConnectionId | null }) {
  const text = useText('inspector')
  return (
    <section id={INSPECTOR_ELEMENT_ID} className="inspector" aria-label={text('region')} tabIndex={-1}>
      <Selected id={id} />
    </section>
  )
}

function Selected({ id }: { readonly id: ConnectionId | null }) {
  const text = useText('inspector')
  const selection = useSelection(selectionOf(id))
  const connection = useConnections(connectionOf(id))
  if (!connection) return <EmptyState title={text('noConnection')}>{text('noConnectionText')}</EmptyState>
  if (!selection) return <EmptyState title={text('nothingSelected')}>{text('nothingSelectedText')}</EmptyState>
  switch (selection.kind) {
    case 'handshake':
      return <HandshakeView key={connection.id} id={connection.id} />
    case 'close':
      return <CloseView connection={connection} />
    case 'frame':
      return <FrameInspector key={connection.id} connection={connection} seq={selection.seq} />
  }
}
