import { type ReactNode, useEffect, useState } from 'react'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { useText } from '../i18n/i18n.ts'
import { activeTab, useTabs } from '../tabs/tabs-store.ts'
import { formatBytes, formatCount } from '../ui/format.ts'
import { useAppInfo } from './app-info.ts'
import { formatDuration } from './format-duration.ts'
import './status-line.css'

/** The foot of the window: the current connection in numbers, and the engine's version. */
export function StatusLine() {
  const text = useText('status')
  const current = useTabs((state) => activeTab(state)?.current ?? null)
  const connection = useConnections(connectionOf(current))
  const version = useAppInfo((state) => state.info?.version ?? '')
  return (
    <footer className="status-line">
      {/* Not read out as it changes, thirty times a second: whoever wants to know goes there. */}
      <div className="status-line-counts" role="status" aria-live="off" aria-label={text('counts')}>
        {connection ? <Counts connection={connection} /> : <span>{text('noConnection')}</span>}
      </div>
      <span className="status-line-version">Sockscope {version}</span>
    </footer>
  )
}

function Counts({ connection }: { readonly connection: ConnectionSummary }) {
  const text = useText('status')
  const { counters, state, openedAtUs, close, bufferedBytes, held } = connection
  return (
    <>
      <span className="status-line-state">{text(`state_${state}`)}</span>
      {openedAtUs !== null && <ConnectedFor sinceUs={openedAtUs} untilUs={close?.timeUs ?? connection.reopened?.endedAtUs ?? null} />}
      <Count sign="↓" meaning="received" said={text('received')}>
        {text('messages', { count: counters.messagesIn, number: formatCount(counters.messagesIn) })} ·{' '}
        {text('frames', { count: counters.framesIn, number: formatCount(counters.framesIn) })} · {formatBytes(counters.bytesIn)}
      </Count>
      <Count sign="↑" meaning="sent" said={text('sent')}>
        {text('messages', { count: counters.messagesOut, number: formatCount(counters.messagesOut) })} ·{' '}
        {text('frames', { count: counters.framesOut, number: formatCount(counters.framesOut) })} · {formatBytes(counters.bytesOut)}
      </Count>
      {counters.violations > 0 && (
        <Count sign="✕" meaning="violation" said="">
          {text('violations', { count: counters.violations, number: formatCount(counters.violations) })}
        </Count>
      )}
      {bufferedBytes > 0 && <span>{text('buffered', { size: formatBytes(bufferedBytes) })}</span>}
      {held && (
        <Count sign="▲" meaning="warning" said="">
          {text('held')}
        </Count>
      )}
    </>
  )
}

interface CountProps {
  readonly sign: string
  readonly meaning: 'received' | 'sent' | 'violation' | 'warning'
  /** The sign in words; empty where the text says it. */
  readonly said: string
  readonly children: ReactNode
}

function Count({ sign, meaning, said, children }: CountProps) {
  return (
    <span>
      <span className={`status-line-${meaning}`} aria-hidden="true">
        {sign}
      </span>
      {said && <span className="visually-hidden">{said}</span>} {children}
    </span>
  )
}

function ConnectedFor({ sinceUs, untilUs }: { readonly sinceUs: number; readonly untilUs: number | null }) {
  const text = useText('status')
  const nowUs = useNowUs(untilUs === null)
  const duration = formatDuration(Math.max(0, (untilUs ?? nowUs) - sinceUs))
  return <span title={text('connectedFor')}>{duration}</span>
}

/** The clock, to the second, while it is wanted. */
function useNowUs(isWanted: boolean): number {
  const [nowUs, setNowUs] = useState(() => Date.now() * 1000)
  useEffect(() => {
    if (!isWanted) return
    const timer = setInterval(() => setNowUs(Date.now() * 1000), 1000)
    return () => clearInterval(timer)
  }, [isWanted])
  return nowUs
}
