import { useEffect, useState } from 'react'
import type { Reconnect } from '#shared/model/connection.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { oneLine } from '../ui/wire-text.ts'
import { cancelReconnect, reconnectNow } from './actions.ts'
import { connectionOf, useConnections } from './connections-store.ts'
import './reconnect-strip.css'

/** What the reconnect policy makes of an ended connection: a countdown to cut short or give up, or why none runs. */
export function ReconnectStrip({ id }: { readonly id: ConnectionId }) {
  const text = useText('connection')
  const reconnect = useConnections((state) => connectionOf(id)(state)?.reconnect ?? null)
  if (reconnect === null || reconnect.state === 'watching' || reconnect.state === 'followed' || reconnect.state === 'asked') return null
  const { state, attempt, of, problem } = reconnect
  return (
    <div className={`reconnect-strip ${state === 'cancelled' ? '' : 'is-marked'}`}>
      {/* Said once for each attempt; the seconds beside it are for the eye. */}
      <span role="status" aria-label={text('reconnect')}>
        {text(`reconnect_${state}`, { attempt, of })} {problem && oneLine(problem.message)}
      </span>
      {state === 'waiting' && (
        <>
          <Seconds reconnect={reconnect} />
          <Button className="reconnect-button" onClick={() => reconnectNow(id)}>
            {text('tryNow')}
          </Button>
          <Button className="reconnect-button" look="quiet" onClick={() => cancelReconnect(id)}>
            {text('stopTrying')}
          </Button>
        </>
      )}
    </div>
  )
}

/** Quick enough for the tenth that is shown. */
const TICK_MS = 100

function Seconds({ reconnect: { nextAtUs, waitMs } }: { readonly reconnect: Reconnect }) {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  const leftMs = Math.max(0, (nextAtUs ?? 0) / 1000 - nowMs)
  return (
    <span className="reconnect-countdown" aria-hidden="true">
      <span className="reconnect-seconds">{(leftMs / 1000).toFixed(1)} s</span>
      <progress className="reconnect-progress" max={waitMs ?? 1} value={Math.max(0, (waitMs ?? 1) - leftMs)} />
    </span>
  )
}
