import { useMemo, useState } from 'react'
import { failureOf } from '#shared/errors.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { call } from '../host/session.ts'
import { useText } from '../i18n/i18n.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { useNewest } from '../ui/use-newest.ts'
import './handshake.css'
import { HopsWaterfall } from './HopsWaterfall.tsx'
import { HopView } from './HopView.tsx'

/** The opening handshake of a connection, every hop of it, live while it runs. */
export function HandshakeView({ id }: { readonly id: ConnectionId }) {
  const text = useText('handshake')
  const connection = useConnections(connectionOf(id))
  // While it opens, every change may have brought something; afterwards the report stays as it is.
  const trigger = connection?.state === 'opening' ? connection : connection?.state === undefined
  const question = useMemo(() => ({ id, trigger }), [id, trigger])
  const { answer: hops, error } = useNewest(question, (asked) => call('connection.handshake', { id: asked.id }))
  if (error !== undefined) return <FailureNote failure={failureOf(error)} />
  if (!hops) return null
  const [only] = hops
  if (!only) return <EmptyState title={text('nothingYet')}>{text('nothingYetText')}</EmptyState>
  return hops.length === 1 ? <HopView report={only} /> : <Hops hops={hops} />
}

/** Redirects: one tab for each request in the order they were made; the newest is shown. */
function Hops({ hops }: { readonly hops: readonly HandshakeReport[] }) {
  const text = useText('handshake')
  const newest = String(hops.at(-1)?.hop ?? 0)
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <>
      <HopsWaterfall hops={hops} />
      <Tabs
        label={text('hops')}
        value={chosen ?? newest}
        onChange={setChosen}
        items={hops.map((report) => ({
          id: String(report.hop),
          title: text('hop', { number: report.hop + 1, status: report.response?.status ?? '…' }),
          content: <HopView report={report} />,
        }))}
      />
    </>
  )
}
