import { Bookmark } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { useSettings } from '../settings/settings-store.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Menu, type MenuItem } from '../ui/Menu.tsx'
import { Popover } from '../ui/Popover.tsx'
import { TextField } from '../ui/TextField.tsx'
import { type Asked, ask, setContext } from './query-actions.ts'
import { queryOf, useQueries } from './query-store.ts'
import { forgetQuery, saveQuery } from './saved-queries.ts'
import { STANDARD_QUERIES } from './standard-queries.ts'

const CONTEXTS = [0, 1, 3, 10] as const

/** Queries under a name, and how many rows stand around a hit. */
export function QueryMenu({ connection }: { readonly connection: Asked }) {
  const text = useText('query')
  const saved = useSettings((settings) => settings.queries)
  const { draft, context } = useQueries(queryOf(connection.capture))
  const [isNaming, setNaming] = useState(false)
  const known = saved.find((query) => query.text === draft.trim())
  const line: MenuItem = { kind: 'line' }
  const items: MenuItem[] = [
    ...STANDARD_QUERIES.map((query): MenuItem => ({ kind: 'item', text: text(query.key), run: () => void ask(connection, query.text) })),
    ...(saved.length > 0 ? [line] : []),
    ...saved.map((query): MenuItem => ({ kind: 'item', text: query.name, run: () => void ask(connection, query.text) })),
    line,
    known
      ? { kind: 'item', text: text('forget', { name: known.name }), run: () => forgetQuery(known.name) }
      : { kind: 'item', text: text('save'), isDisabled: draft.trim() === '', run: () => setNaming(true) },
    line,
    ...CONTEXTS.map(
      (rows): MenuItem => ({
        kind: 'item',
        text: `${rows === context ? '✓ ' : ''}${rows === 0 ? text('contextNone') : text('context', { count: rows })}`,
        run: () => void setContext(connection.capture, rows),
      }),
    ),
  ]
  return (
    <>
      <Menu align="end" trigger={<IconButton label={text('saved')} icon={<Bookmark size={14} />} />} items={items} />
      <Naming isOpen={isNaming} onClose={() => setNaming(false)} draft={draft.trim()} />
    </>
  )
}

function Naming({ isOpen, onClose, draft }: { readonly isOpen: boolean; readonly onClose: () => void; readonly draft: string }) {
  const text = useText('query')
  const [name, setName] = useState('')
  function save(): void {
    saveQuery({ name: name.trim(), text: draft })
    setName('')
    onClose()
  }
  return (
    <Popover trigger={<span />} label={text('save')} isOpen={isOpen} onOpenChange={(open) => !open && onClose()}>
      <form
        className="query-naming"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') save()
        }}
      >
        <TextField
          label={text('name')}
          placeholder={text('name')}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={name.trim() === ''}>
          {text('saveNow')}
        </Button>
      </form>
    </Popover>
  )
}
