import { ChevronDown } from 'lucide-react'
import { type ClipboardEvent, type FormEvent, useState } from 'react'
import type { ConnectionState, ConnectionSummary } from '#shared/model/connection.ts'
import { fillFromLine, isCommandLine } from '../collections/pasted-line.ts'
import { showOverlay } from '../commands/overlay-store.ts'
import { openCopyOfTab } from '../copy-as/copying.ts'
import { useText } from '../i18n/i18n.ts'
import { changeSpec, tabOf, useTabs } from '../tabs/tabs-store.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { formatShortcut } from '../ui/shortcut.ts'
import { TextField } from '../ui/TextField.tsx'
import { connectTab, disconnect } from './actions.ts'
import './connection-bar.css'
import { connectionOf, useConnections } from './connections-store.ts'

/** Where to, how it stands, and the one button that changes it. */
export function ConnectionBar({ tabId }: { readonly tabId: string }) {
  const text = useText('connection')
  const url = useTabs((state) => tabOf(tabId)(state)?.draft.spec.url ?? '')
  const current = useTabs((state) => tabOf(tabId)(state)?.current ?? null)
  const state = useConnections((connections) => shownState(connectionOf(current)(connections)))
  const [isPending, setPending] = useState(false)
  const isBusy = state !== null && state !== 'closed'

  async function begin(): Promise<void> {
    setPending(true)
    await connectTab(tabId)
    setPending(false)
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!isBusy) void begin()
  }

  /** A line of another tool says more than where to. */
  function paste(event: ClipboardEvent): void {
    const line = event.clipboardData.getData('text')
    if (!isCommandLine(line)) return
    event.preventDefault()
    void fillFromLine(tabId, line)
  }

  return (
    <form className="connection-bar" onSubmit={submit}>
      <TextField
        label={text('url')}
        isWire
        className="connection-url"
        value={url}
        placeholder="wss://example.org/socket"
        // A new tab begins with where to connect to.
        autoFocus={url === ''}
        onChange={(event) => changeSpec(tabId, { url: event.target.value })}
        onPaste={paste}
      />
      <StateSign state={state} />
      {isBusy && current !== null ? (
        <Button className="connection-button" disabled={state === 'closing'} onClick={() => disconnect(current)}>
          {text(state === 'opening' || state === 'waiting' ? 'cancel' : 'disconnect')}
        </Button>
      ) : (
        <Button className="connection-button" look="primary" type="submit" disabled={isPending || url.trim() === ''}>
          {text('connect')}
        </Button>
      )}
      <Menu
        align="end"
        trigger={<IconButton label={text('more')} icon={<ChevronDown size={16} />} />}
        items={[
          {
            kind: 'item',
            text: text('connectAnother'),
            shortcut: formatShortcut('Mod+Shift+Enter'),
            isDisabled: url.trim() === '',
            run: () => void begin(),
          },
          { kind: 'item', text: text('copyAs'), isDisabled: url.trim() === '', run: () => openCopyOfTab(tabId) },
          { kind: 'item', text: text('showCookies'), run: () => showOverlay('cookies') },
        ]}
      />
    </form>
  )
}

/** 'waiting': it has ended, and another is about to follow it. */
type ShownState = ConnectionState | 'waiting'

function shownState(connection: ConnectionSummary | undefined): ShownState | null {
  if (connection === undefined) return null
  return connection.reconnect?.state === 'waiting' ? 'waiting' : connection.state
}

/** The state as a sign and a word: the sign alone would be colour only. */
function StateSign({ state }: { readonly state: ShownState | null }) {
  const text = useText('connection')
  return (
    <span className={`connection-state connection-state-${state ?? 'none'}`} role="status" aria-label={text('state')}>
      <span className="connection-dot" aria-hidden="true" />
      {text(`state_${state ?? 'none'}`)}
    </span>
  )
}
