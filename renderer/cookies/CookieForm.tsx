import { type FormEvent, useState } from 'react'
import { type Failure, failureOf } from '#shared/errors.ts'
import { type Cookie, SAME_SITE } from '#shared/model/cookie.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { keepCookie } from './cookies-store.ts'
import { NEW_COOKIE, readMoment, writeMoment } from './written-cookie.ts'

/** A cookie written by hand. What a cookie may be, the engine says. */
export function CookieForm({ cookie, onDone }: { readonly cookie: Cookie | null; readonly onDone: () => void }) {
  const text = useText('cookies')
  const [draft, setDraft] = useState(cookie ?? NEW_COOKIE)
  const [moment, setMoment] = useState(writeMoment(draft.expiresMs))
  const [failure, setFailure] = useState<Failure | null>(null)
  const expiresMs = readMoment(moment)
  const write = (change: Partial<Cookie>): void => setDraft({ ...draft, ...change })

  async function keep(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (expiresMs === undefined) return
    try {
      await keepCookie({ ...draft, expiresMs }, cookie)
      onDone()
    } catch (error) {
      setFailure(failureOf(error))
    }
  }

  const field = (name: 'domain' | 'path' | 'name' | 'value', placeholder: string) => (
    <div className="cookies-field">
      <span>{text(name)}</span>
      <TextField
        label={text(name)}
        isWire
        value={draft[name]}
        placeholder={placeholder}
        autoFocus={name === (cookie === null ? 'domain' : 'value')}
        onChange={(event) => write({ [name]: event.target.value })}
      />
    </div>
  )

  return (
    <form
      className="cookies-form"
      aria-label={text(cookie === null ? 'add' : 'editTitle')}
      onSubmit={(event) => void keep(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // The form goes, the dialog stays.
        event.preventDefault()
        event.stopPropagation()
        onDone()
      }}
    >
      {field('domain', 'example.com')}
      {field('path', '/')}
      {field('name', 'session')}
      {field('value', '')}
      <div className="cookies-field">
        <span>{text('expires')}</span>
        <TextField
          label={text('expires')}
          value={moment}
          placeholder={text('never')}
          problem={expiresMs === undefined ? text('momentForm') : ''}
          onChange={(event) => setMoment(event.target.value)}
        />
      </div>
      <div className="cookies-field">
        <span>SameSite</span>
        <Select
          label="SameSite"
          value={draft.sameSite ?? 'unsaid'}
          options={[{ value: 'unsaid', text: text('unsaid') }, ...SAME_SITE.map((site) => ({ value: site, text: site }))]}
          onChange={(site) => write({ sameSite: site === 'unsaid' ? null : site })}
        />
      </div>
      <div className="cookies-checks">
        <Checkbox checked={!draft.hostOnly} onChange={(isBelow) => write({ hostOnly: !isBelow })}>
          {text('andBelow')}
        </Checkbox>
        <Checkbox checked={draft.secure} onChange={(secure) => write({ secure })}>
          Secure
        </Checkbox>
        <Checkbox checked={draft.httpOnly} onChange={(httpOnly) => write({ httpOnly })}>
          HttpOnly
        </Checkbox>
        <span className="cookies-buttons">
          <Button look="quiet" onClick={onDone}>
            {text('cancel')}
          </Button>
          <Button look="primary" type="submit" disabled={expiresMs === undefined}>
            {text('keep')}
          </Button>
        </span>
      </div>
      {failure && <FailureNote failure={failure} />}
    </form>
  )
}
