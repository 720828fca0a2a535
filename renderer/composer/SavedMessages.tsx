import { BookmarkPlus } from 'lucide-react'
import { useRef, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { tabOf, useTabs } from '../tabs/tabs-store.ts'
import { IconButton } from '../ui/Button.tsx'
import { draftOf, useComposer } from './composer-store.ts'
import { SavedMessageRow } from './SavedMessageRow.tsx'
import { deleteSaved, loadSaved, messagesOf, moveSaved, saveWritten } from './saved-edits.ts'
import { sendWritten } from './sending.ts'
import './saved-messages.css'
import { isSame } from './written.ts'

/** The messages saved with the tab's spec. One click puts one into the editor, Enter or two send it. */
export function SavedMessages({ tabId }: { readonly tabId: string }) {
  const text = useText('composer')
  const messages = useTabs((state) => tabOf(tabId)(state)?.draft.messages)
  const { written } = useComposer(draftOf(tabId))
  const list = useRef<HTMLUListElement>(null)
  const [focused, setFocused] = useState(0)
  const [renaming, setRenaming] = useState<number | null>(null)
  if (!messages) return null
  const reachable = Math.min(focused, messages.length - 1)

  /** The row's button takes the focus once the list has been drawn with it. */
  function focusRow(index: number): void {
    setFocused(index)
    setRenaming(null)
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('.saved-message-name')[index]?.focus())
  }

  function act(index: number, key: string, isAlt: boolean): boolean {
    const step = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0
    const to = index + step
    if (step !== 0) {
      if (to < 0 || to >= messagesOf(tabId).length) return true
      if (isAlt) moveSaved(tabId, index, step)
      else loadSaved(tabId, to)
      focusRow(to)
    } else if (key === 'Enter') send(index)
    else if (key === 'F2') setRenaming(index)
    else if (key === 'Delete') {
      deleteSaved(tabId, index)
      focusRow(Math.max(0, Math.min(index, messagesOf(tabId).length - 1)))
    } else return false
    return true
  }

  function send(index: number): void {
    const message = messagesOf(tabId)[index]
    if (message) void sendWritten(tabId, message)
  }

  return (
    <div className="saved-messages">
      <div className="saved-messages-head">
        <h3>{text('savedTitle')}</h3>
        <IconButton
          label={text('save')}
          icon={<BookmarkPlus size={14} />}
          disabled={written.body === ''}
          onClick={() => {
            const index = saveWritten(tabId)
            setFocused(index)
            setRenaming(index)
          }}
        />
      </div>
      {messages.length === 0 && <p className="saved-messages-none">{text('savedNone')}</p>}
      <ul ref={list} className="saved-messages-list" aria-label={text('saved')}>
        {messages.map((message, index) => (
          <SavedMessageRow
            key={index}
            tabId={tabId}
            index={index}
            message={message}
            count={messages.length}
            isShown={isSame(message, written)}
            isReachable={index === reachable}
            isRenaming={index === renaming}
            onFocus={() => setFocused(index)}
            onKey={(key, isAlt) => act(index, key, isAlt)}
            onSend={() => send(index)}
            onRename={() => setRenaming(index)}
            onRenamed={() => focusRow(index)}
          />
        ))}
      </ul>
    </div>
  )
}
