import { type KeyboardEvent, useRef, useState } from 'react'
import type { HistoryEntry } from '#shared/model/history.ts'
import { useText } from '../i18n/i18n.ts'
import { TextField } from '../ui/TextField.tsx'
import { focusHistory } from './element-ids.ts'
import { rename, titleOfEntry } from './history-actions.ts'
import { setRenaming } from './history-store.ts'

/** The name, typed in its place. Enter and leaving keep it, Escape gives it up; an empty one takes the name away. */
export function HistoryName({ entry }: { readonly entry: HistoryEntry }) {
  const text = useText('history')
  const [name, setName] = useState(entry.name)
  // Leaving the field by Enter or Escape takes it away, which is a leaving too.
  const isDone = useRef(false)

  function finish(isKept: boolean): void {
    if (isDone.current) return
    isDone.current = true
    if (isKept && name.trim() !== entry.name) void rename(entry.id, name.trim())
    setRenaming(null)
  }

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation()
    // An input method's Enter chooses a word.
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    finish(event.key === 'Enter')
    focusHistory()
  }

  return (
    <TextField
      label={text('renameField', { name: titleOfEntry(entry) })}
      className="history-rename"
      value={name}
      maxLength={200}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setName(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => finish(true)}
      onClick={(event) => event.stopPropagation()}
    />
  )
}
