import { API_KEY_PLACES, AUTH_KINDS, type AuthOptions, type Pair } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { Select } from '../ui/Select.tsx'
import { TextLine } from './TextLine.tsx'

/** With which credentials the server is asked. What is written for one kind stays while another is chosen. */
export function AuthPane({
  auth,
  headers,
  onChange,
}: {
  readonly auth: AuthOptions
  /** The spec's own; one of the same name stands in the place of the credentials. */
  readonly headers: readonly Pair[]
  readonly onChange: (auth: AuthOptions) => void
}) {
  const text = useText('connection')
  const header = headerOf(auth)
  const isReplaced = header !== null && headers.some(({ enabled, name }) => enabled && name.toLowerCase() === header.toLowerCase())
  return (
    <div className="request-form request-narrow">
      <div className="request-wide-line">
        <span>{text('authKind')}</span>
        <Select
          label={text('authKind')}
          value={auth.kind}
          options={AUTH_KINDS.map((kind) => ({ value: kind, text: text(`auth_${kind}`) }))}
          onChange={(kind) => onChange({ ...auth, kind })}
        />
      </div>
      <Fields auth={auth} onChange={onChange} />
      {isReplaced && <p className="request-warning">▲ {text('authReplaced', { header })}</p>}
      {hasSecret(auth) && <p className="request-warning">▲ {text('authStored')}</p>}
      <p className="request-hint">{text(`authHint_${auth.kind}`)}</p>
    </div>
  )
}

function Fields({ auth, onChange }: { readonly auth: AuthOptions; readonly onChange: (auth: AuthOptions) => void }) {
  const text = useText('connection')
  const field = (key: 'username' | 'password' | 'token' | 'name' | 'value', label: string, isSecret = false) => (
    <TextLine
      label={text(label)}
      type={isSecret ? 'password' : 'text'}
      autoComplete={isSecret ? 'new-password' : 'off'}
      value={auth[key]}
      onChange={(event) => onChange({ ...auth, [key]: event.target.value })}
    />
  )
  switch (auth.kind) {
    case 'none':
      return null
    case 'basic':
      return (
        <>
          {field('username', 'authUser')}
          {field('password', 'authPassword', true)}
        </>
      )
    case 'bearer':
      return field('token', 'authToken', true)
    case 'api-key':
      return (
        <>
          <div className="request-wide-line">
            <span>{text('authPlace')}</span>
            <Select
              label={text('authPlace')}
              value={auth.place}
              options={API_KEY_PLACES.map((place) => ({ value: place, text: text(`authPlace_${place}`) }))}
              onChange={(place) => onChange({ ...auth, place })}
            />
          </div>
          {field('name', 'authKeyName')}
          {field('value', 'authKeyValue', true)}
        </>
      )
  }
}

/** The header the credentials are written into; null where there is none. */
function headerOf({ kind, place, name }: AuthOptions): string | null {
  if (kind === 'none') return null
  if (kind !== 'api-key') return 'Authorization'
  return place === 'header' ? name.trim() : null
}

/** Also of a kind that is not chosen: that is saved, too. */
const hasSecret = ({ password, token, value }: AuthOptions): boolean => password + token + value !== ''
