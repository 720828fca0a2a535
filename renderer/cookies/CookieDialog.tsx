import { useEffect, useState } from 'react'
import type { Cookie } from '#shared/model/cookie.ts'
import { showOverlay, useOverlay } from '../commands/overlay-store.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { TextField } from '../ui/TextField.tsx'
import { CookieForm } from './CookieForm.tsx'
import { CookieTable } from './CookieTable.tsx'
import './cookies.css'
import { clearCookies, followCookies, putBack, useCookies } from './cookies-store.ts'

/** The workspace's cookie jar, to be looked at and changed by hand. */
export function CookieDialog() {
  const text = useText('cookies')
  const isOpen = useOverlay((state) => state.shown === 'cookies')
  return (
    <Dialog title={text('title')} isTitleShown isWide isOpen={isOpen} onClose={() => showOverlay(null)}>
      <Jar />
    </Dialog>
  )
}

/** What the form is about: a cookie of the jar, a new one, or it is not there. */
type Edited = Cookie | 'new' | null

function Jar() {
  const text = useText('cookies')
  const { cookies, problem } = useCookies()
  const [query, setQuery] = useState('')
  const [isValueShown, setValueShown] = useState(false)
  const [edited, setEdited] = useState<Edited>(null)
  useEffect(followCookies, [])
  return (
    <div className="cookies">
      <div className="cookies-bar">
        <TextField
          label={text('filter')}
          placeholder={text('filter')}
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <Button look="quiet" aria-pressed={isValueShown} onClick={() => setValueShown(!isValueShown)}>
          {text('showValues')}
        </Button>
        <Button onClick={() => setEdited('new')}>{text('add')}</Button>
        <Button disabled={cookies.length === 0} onClick={() => clearCookies(null)}>
          {text('removeAll')}
        </Button>
      </div>
      {problem && <p className="cookies-problem">▲ {problem.message}</p>}
      {edited !== null && (
        <CookieForm
          key={edited === 'new' ? 'new' : JSON.stringify(edited)}
          cookie={edited === 'new' ? null : edited}
          onDone={() => setEdited(null)}
        />
      )}
      {cookies.length === 0 ? (
        <EmptyState title={text('empty')}>{text('emptyText')}</EmptyState>
      ) : (
        <CookieTable query={query} isValueShown={isValueShown} onEdit={setEdited} />
      )}
      <Foot />
    </div>
  )
}

function Foot() {
  const text = useText('cookies')
  const { cookies, removed } = useCookies()
  return (
    <div className="cookies-foot">
      <span role="status" aria-label={text('title')}>
        {removed.length > 0 ? text('removed', { count: removed.length }) : text('count', { count: cookies.length })}
      </span>
      {removed.length > 0 && (
        <Button look="quiet" onClick={putBack}>
          {text('putBack')}
        </Button>
      )}
    </div>
  )
}
