import { useMemo, useState } from 'react'
import { failureOf } from '#shared/errors.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { OPCODE } from '#shared/model/frame.ts'
import { useText } from '../i18n/i18n.ts'
import { FailureNote } from '../ui/FailureNote.tsx'
import { type TabItem, Tabs } from '../ui/Tabs.tsx'
import { useNewest } from '../ui/use-newest.ts'
import { ClosePayload } from './ClosePayload.tsx'
import { FrameHead } from './FrameHead.tsx'
import { FrameView } from './frame/FrameView.tsx'
import { HexView } from './hex/HexView.tsx'
import { type InspectedFrame, inspectFrame } from './inspected-frame.ts'
import { changeInspector, payloadKey, useInspector, type View, viewFor, viewsOf } from './inspector-store.ts'
import { JsonView } from './json/JsonView.tsx'
import { PayloadMenu } from './PayloadMenu.tsx'
import { PayloadSwitch } from './PayloadSwitch.tsx'
import { TextView } from './text/TextView.tsx'

/** One frame of a connection. The frame before stays in view until this one has arrived. */
export function FrameInspector({ connection, seq }: { readonly connection: ConnectionSummary; readonly seq: number }) {
  const { capture } = connection
  const of = useInspector((state) => state.of)
  const [pendingSeq, setPendingSeq] = useState<number | null>(null)
  // A message that is not finished may be by the next frame; one that is finished never changes.
  const revision = pendingSeq === seq && connection.state !== 'closed' ? framesOf(connection) : 0
  const question = useMemo(() => ({ capture, seq, of, revision }), [capture, seq, of, revision])
  const { answer, error } = useNewest(question, async (asked) => {
    const inspected = await inspectFrame(asked)
    setPendingSeq(isPending(inspected) ? asked.seq : null)
    return inspected
  })
  if (error !== undefined) return <FailureNote failure={failureOf(error)} />
  if (!answer) return null
  return (
    <>
      <FrameHead connection={connection} inspected={answer} />
      <FrameTabs connection={connection} inspected={answer} />
    </>
  )
}

const framesOf = ({ counters }: ConnectionSummary): number => counters.framesIn + counters.framesOut

const isPending = ({ detail }: InspectedFrame): boolean => detail.message === null && detail.frame.message !== null

function FrameTabs({ connection, inspected }: { readonly connection: ConnectionSummary; readonly inspected: InspectedFrame }) {
  const text = useText('inspector')
  const chosen = useInspector((state) => state.chosen)
  const key = payloadKey(inspected)
  const items: TabItem[] = viewsOf(inspected).map((view) => ({
    id: view,
    title: text(`view_${view}`),
    content: <Content key={key} view={view} connection={connection} inspected={inspected} />,
  }))
  return (
    <Tabs
      label={text('views')}
      items={items}
      value={viewFor(inspected, chosen)}
      // The tabs' ids are views.
      onChange={(id) => changeInspector({ chosen: { view: id as View, for: key } })}
      trailing={
        <div className="inspector-tools">
          {inspected.hasTwoSources && <PayloadSwitch />}
          <PayloadMenu inspected={inspected} />
        </div>
      }
    />
  )
}

function Content({
  view,
  connection,
  inspected,
}: {
  readonly view: View
  readonly connection: ConnectionSummary
  readonly inspected: InspectedFrame
}) {
  const { source, detail } = inspected
  switch (view) {
    case 'text':
      return detail.frame.opcode === OPCODE.close ? <ClosePayload bytes={source.head} /> : <TextView source={source} />
    case 'json':
      return <JsonView inspected={inspected} />
    case 'hex':
      return <HexView source={source} />
    case 'frame':
      return <FrameView connection={connection} detail={detail} />
  }
}
