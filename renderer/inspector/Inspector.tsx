import type { KeyboardEvent } from 'react'
import type { ConnectionId } from '#shared/model/ids.ts'
import { INSPECTOR_ELEMENT_ID } from '../capture/focus-inspector.ts'
import { selectionOf, useSelection } from '../capture/selection-store.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { HandshakeView } from '../handshake/HandshakeView.tsx'
import { useText } from '../i18n/i18n.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { isShortcut } from '../ui/shortcut.ts'
import { CloseView } from './CloseView.tsx'
import { FrameInspector } from './FrameInspector.tsx'
import { openFind } from './find/find-store.ts'
import './inspector.css'

/** What is selected of a connection, read closely: a frame, the handshake, or how it ended. */
export function Inspector({ id }: { readonly id: ConnectionId | null }) {
  const text = useText('inspector')
  return (
    <section
      id={INSPECTOR_ELEMENT_ID}
      className="inspector"
      aria-label={text('region')}
      tabIndex={-1}
      onKeyDown={(event) => findByKey(event, id)}
    >
      <Selected id={id} />
    </section>
  )
}

/** Elsewhere the key keeps the meaning it has there. */
function findByKey(event: KeyboardEvent, id: ConnectionId | null): void {
  if (!isShortcut(event.nativeEvent, 'Mod+F') || selectionOf(id)(useSelection.getState())?.kind !== 'frame') return
  openFind()
  event.preventDefault()
  event.stopPropagation()
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
