import { type KeyboardEvent, useRef, useState } from 'react'
import type { LibraryNode } from '#shared/model/library.ts'
import { useText } from '../i18n/i18n.ts'
import { TextField } from '../ui/TextField.tsx'
import { focusCurrentRow } from './focus-row.ts'
import { rename } from './library-actions.ts'
import { setRenaming } from './library-store.ts'

/** The name, typed in its place. Enter and leaving keep it, Escape gives it up. */
export function RenameField({ node }: { readonly node: LibraryNode }) {
  const text = useText('library')
  const [name, setName] = useState(node.name)
  // Leaving the field by Enter or Escape takes it away, which is a leaving too.
  const isDone = useRef(false)

  async function keep(): Promise<boolean> {
    const wanted = name.trim()
    isDone.current = true
    isDone.current = wanted === '' || wanted === node.name || (await rename(node.path, wanted))
    return isDone.current
  }

  /** A name that was refused stays to be mended, unless the field was left: then the old one is as good. */
  async function leave(): Promise<void> {
    if (isDone.current) return
    await keep()
    setRenaming(null)
  }

  async function finish(isKept: boolean): Promise<void> {
    if (isDone.current || (isKept && !(await keep()))) return
    isDone.current = true
    setRenaming(null)
    focusCurrentRow()
  }

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation()
    // An input method's Enter chooses a word.
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    void finish(event.key === 'Enter')
  }

  return (
    <TextField
      label={text('renameField', { name: node.name })}
      className="library-rename"
      value={name}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setName(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => void leave()}
      onClick={(event) => event.stopPropagation()}
    />
  )
}
