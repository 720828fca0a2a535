import { Pencil, X } from 'lucide-react'
import type { Cookie } from '#shared/model/cookie.ts'
import { useText } from '../i18n/i18n.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { formatCount } from '../ui/format.ts'
import { oneLine } from '../ui/wire-text.ts'
import { clearCookies, cookiesByDomain, keyOf, removeCookie, useCookies } from './cookies-store.ts'
import { writeMoment } from './written-cookie.ts'

/** A jar may hold thousands; what one looks for is found by typing. */
const MOST_ROWS = 300

/** The cookies under their domains. A value is a secret until it is asked for. */
export function CookieTable({
  query,
  isValueShown,
  onEdit,
}: {
  readonly query: string
  readonly isValueShown: boolean
  readonly onEdit: (cookie: Cookie) => void
}) {
  const text = useText('cookies')
  const byDomain = cookiesByDomain(
    useCookies((state) => state.cookies),
    query,
    isValueShown,
  )
  let left = MOST_ROWS
  const shown = [...byDomain].flatMap(([domain, cookies]) => {
    const rows = cookies.slice(0, left)
    left -= rows.length
    return rows.length === 0 ? [] : [{ domain, rows, count: cookies.length }]
  })
  const total = [...byDomain.values()].reduce((sum, cookies) => sum + cookies.length, 0)
  return (
    <div className="cookies-list">
      <table className="cookies-table" aria-label={text('title')}>
        <thead>
          <tr>
            <th scope="col">{text('name')}</th>
            <th scope="col">{text('value')}</th>
            <th scope="col">{text('path')}</th>
            <th scope="col">{text('expires')}</th>
            <th scope="col">{text('flags')}</th>
            <td />
          </tr>
        </thead>
        {shown.map(({ domain, rows, count }) => (
          <tbody key={domain}>
            <tr className="cookies-domain">
              <th scope="rowgroup" colSpan={5}>
                <span className="wire">{oneLine(domain)}</span> <span className="cookies-count">{count}</span>
              </th>
              <td className="cookies-actions">
                <Button look="quiet" aria-label={text('clearDomain', { domain: oneLine(domain) })} onClick={() => clearCookies(domain)}>
                  {text('clear')}
                </Button>
              </td>
            </tr>
            {rows.map((cookie) => (
              <CookieRow key={keyOf(cookie)} cookie={cookie} isValueShown={isValueShown} onEdit={() => onEdit(cookie)} />
            ))}
          </tbody>
        ))}
      </table>
      {total === 0 && <p className="cookies-none">{text('noneFound')}</p>}
      {total > MOST_ROWS && <p className="cookies-none">{text('more', { rest: formatCount(total - MOST_ROWS) })}</p>}
    </div>
  )
}

function CookieRow({
  cookie,
  isValueShown,
  onEdit,
}: {
  readonly cookie: Cookie
  readonly isValueShown: boolean
  readonly onEdit: () => void
}) {
  const text = useText('cookies')
  const name = oneLine(cookie.name)
  const flags = [
    cookie.secure ? 'Secure' : '',
    cookie.httpOnly ? 'HttpOnly' : '',
    cookie.hostOnly ? '' : text('andBelow'),
    cookie.sameSite === null ? '' : `SameSite=${cookie.sameSite}`,
  ].filter(Boolean)
  return (
    <tr>
      <th scope="row" className="wire">
        {name}
      </th>
      <td className="wire cookies-value">
        {isValueShown ? oneLine(cookie.value) : <span title={text('hidden')}>{cookie.value === '' ? '' : '••••••'}</span>}
      </td>
      <td className="wire">{oneLine(cookie.path)}</td>
      <td className="cookies-expires">{cookie.expiresMs === null ? text('never') : `${writeMoment(cookie.expiresMs)} UTC`}</td>
      <td className="cookies-flags">{flags.join(' · ')}</td>
      <td className="cookies-actions">
        <IconButton label={text('edit', { name })} icon={<Pencil size={13} />} onClick={onEdit} />
        <IconButton label={text('remove', { name })} icon={<X size={13} />} onClick={() => removeCookie(cookie)} />
      </td>
    </tr>
  )
}
