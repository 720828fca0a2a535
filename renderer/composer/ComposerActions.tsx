import { FileUp, Send } from 'lucide-react'
import { useConnections } from '../connection/connections-store.ts'
import { useText } from '../i18n/i18n.ts'
import { tabOf, useTabs } from '../tabs/tabs-store.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import { formatShortcut } from '../ui/shortcut.ts'
import { ClosePopover } from './ClosePopover.tsx'
import { changeDraft, type Draft, draftOf, useComposer } from './composer-store.ts'
import { PingPopover } from './PingPopover.tsx'
import { openConnectionsOf, sendDraft, sendFile } from './sending.ts'

/** Everything that goes out: messages, files, pings, and the close frame. */
export function ComposerActions({
  tabId,
  canSend,
  isOpen,
}: {
  readonly tabId: string
  readonly canSend: boolean
  readonly isOpen: boolean
}) {
  const text = useText('composer')
  return (
    <div className="composer-actions">
      <IconButton label={text('file')} icon={<FileUp size={15} />} disabled={!isOpen} onClick={() => void sendFile(tabId)} />
      <PingPopover tabId={tabId} />
      <ClosePopover tabId={tabId} />
      <TargetChoice tabId={tabId} />
      <Button
        look="primary"
        className="composer-send"
        disabled={!canSend}
        title={formatShortcut('Mod+Enter')}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        onClick={() => void sendDraft(tabId)}
      >
        <Send size={13} aria-hidden="true" />
        {text('send')}
      </Button>
    </div>
  )
}

/** Where messages go, once there is more than one place. */
function TargetChoice({ tabId }: { readonly tabId: string }) {
  const text = useText('composer')
  const { target } = useComposer(draftOf(tabId))
  const tab = useTabs(tabOf(tabId))
  const openCount = useConnections(({ byId }) => openConnectionsOf(tab, byId).length)
  if (!tab || openCount < 2) return null
  const number = tab.current === null ? 0 : tab.connections.indexOf(tab.current) + 1
  return (
    <Select<Draft['target']>
      label={text('sendTo')}
      value={target}
      options={[
        { value: 'current', text: text('toOne', { number }) },
        { value: 'all', text: text('toAll', { number: openCount }) },
      ]}
      onChange={(chosen) => changeDraft(tabId, (draft) => ({ ...draft, target: chosen }))}
    />
  )
}
