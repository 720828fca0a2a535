import { MoreHorizontal } from 'lucide-react'
import type { SavedMessage } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { IconButton } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { formatShortcut } from '../ui/shortcut.ts'
import { TextField } from '../ui/TextField.tsx'
import { oneLine } from '../ui/wire-text.ts'
import { deleteSaved, duplicateSaved, loadSaved, moveSaved, renameSaved, replaceSaved } from './saved-edits.ts'

interface RowProps {
  readonly tabId: string
  readonly index: number
  readonly message: SavedMessage
  readonly count: number
  /** It stands in the editor as it was saved. */
  readonly isShown: boolean
  /** The one row of the list that Tab leads to. */
  readonly isReachable: boolean
  readonly isRenaming: boolean
  readonly onFocus: () => void
  /** @returns whether the key was one of the list's */
  readonly onKey: (key: string, isAlt: boolean) => boolean
  readonly onSend: () => void
  readonly onRename: () => void
  readonly onRenamed: () => void
}

/** One saved message: its name, or the field in which it gets one, and what can be done with it. */
export function SavedMessageRow(props: RowProps) {
  const text = useText('composer')
  const { tabId, index, message, isShown, isReachable } = props
  if (props.isRenaming) return <Renaming {...props} />
  return (
    <li className={`saved-message ${isShown ? 'is-shown' : ''}`}>
      <button
        type="button"
        className="saved-message-name"
        aria-current={isShown}
        tabIndex={isReachable ? 0 : -1}
        onFocus={props.onFocus}
        onClick={() => loadSaved(tabId, index)}
        onDoubleClick={props.onSend}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return
          if (props.onKey(event.key, event.altKey)) event.preventDefault()
        }}
      >
        <span className="saved-message-text">{oneLine(message.name)}</span>
        <span className="saved-message-format">{text(`format_${message.format}`)}</span>
      </button>
      <Menu
        align="end"
        trigger={
          <IconButton
            label={text('actionsOf', { name: oneLine(message.name) })}
            className="saved-message-menu"
            tabIndex={isReachable ? 0 : -1}
            icon={<MoreHorizontal size={14} />}
          />
        }
        items={[
          { kind: 'item', text: text('send'), shortcut: formatShortcut('Enter'), run: props.onSend },
          { kind: 'item', text: text('replace'), isDisabled: isShown, run: () => replaceSaved(tabId, index) },
          { kind: 'item', text: text('rename'), shortcut: 'F2', run: props.onRename },
          { kind: 'item', text: text('duplicate'), run: () => duplicateSaved(tabId, index) },
          { kind: 'line' },
          {
            kind: 'item',
            text: text('moveUp'),
            shortcut: formatShortcut('Alt+ArrowUp'),
            isDisabled: index === 0,
            run: () => moveSaved(tabId, index, -1),
          },
          {
            kind: 'item',
            text: text('moveDown'),
            shortcut: formatShortcut('Alt+ArrowDown'),
            isDisabled: index === props.count - 1,
            run: () => moveSaved(tabId, index, 1),
          },
          { kind: 'line' },
          {
            kind: 'item',
            text: text('delete'),
            shortcut: formatShortcut('Delete'),
            isDangerous: true,
            run: () => deleteSaved(tabId, index),
          },
        ]}
      />
    </li>
  )
}

function Renaming({ tabId, index, message, onRenamed }: RowProps) {
  const text = useText('composer')
  return (
    <li className="saved-message">
      <TextField
        label={text('newName')}
        className="saved-message-field"
        autoFocus
        defaultValue={message.name}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={(event) => {
          renameSaved(tabId, index, event.currentTarget.value)
          onRenamed()
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') event.currentTarget.value = message.name
          if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
        }}
      />
    </li>
  )
}
