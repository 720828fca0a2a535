import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { manyLines } from '../ui/wire-text.ts'
import './notices.css'
import { actOnNotice, dismissNotice, type Notice, useNotices } from './notices-store.ts'

/** How long a notice that is no failure stays, in milliseconds: longer where there is something to decide. */
const PLAIN_MS = 6_000
const WITH_ACTION_MS = 20_000

/** The notices, newest at the bottom, over the foot of the window. */
export function Notices() {
  const text = useText('notices')
  const notices = useNotices((state) => state.notices)
  return (
    <section className="notices" aria-label={text('notices')}>
      {notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </section>
  )
}

function NoticeLine({ notice }: { readonly notice: Notice }) {
  const text = useText('notices')
  const { id, failure, action } = notice
  const [isAttended, setAttended] = useState(false)
  const lifeMs = failure ? null : action ? WITH_ACTION_MS : PLAIN_MS

  useEffect(() => {
    // Whoever points at it or stands on it is about to use it.
    if (lifeMs === null || isAttended) return
    const timer = setTimeout(() => dismissNotice(id), lifeMs)
    return () => clearTimeout(timer)
  }, [id, lifeMs, isAttended])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it has a role, one of two; pointing at it only keeps it from going away.
    <div
      className={`notice ${failure ? 'notice-failure' : ''}`}
      role={failure ? 'alert' : 'status'}
      onPointerEnter={() => setAttended(true)}
      onPointerLeave={() => setAttended(false)}
      onFocus={() => setAttended(true)}
      onBlur={() => setAttended(false)}
    >
      {failure && (
        <span className="notice-sign" aria-hidden="true">
          ✕
        </span>
      )}
      <div className="notice-text">
        <p>{manyLines(notice.text)}</p>
        {failure?.hint && <p className="notice-hint">{manyLines(failure.hint)}</p>}
      </div>
      {failure && <code className="notice-code wire">{failure.code}</code>}
      {action && <Button onClick={() => actOnNotice(id)}>{action.text}</Button>}
      <IconButton label={text('dismiss')} icon={<X size={14} />} onClick={() => dismissNotice(id)} />
    </div>
  )
}
