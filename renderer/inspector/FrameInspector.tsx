import { useMemo, useState } from 'react'
import { failureOf } from '#shared/errors.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { OPCODE } from '#shared/model/frame.ts'
import { FailureNote } from '../ui/FailureNote.tsx'
import { useNewest } from '../ui/use-newest.ts'
import { ClosePayload } from './ClosePayload.tsx'
import { FrameHead } from './FrameHead.tsx'
import { FrameView } from './frame/FrameView.tsx'
import { type InspectedFrame, inspectFrame, viewedFrame } from './inspected-frame.ts'
import { useInspector } from './inspector-store.ts'
import { PayloadSwitch } from './PayloadSwitch.tsx'
import { PayloadViews } from './PayloadViews.tsx'

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
      <FramePayload connection={connection} inspected={answer} />
    </>
  )
}

const framesOf = ({ counters }: ConnectionSummary): number => counters.framesIn + counters.framesOut

const isPending = ({ detail }: InspectedFrame): boolean => detail.message === null && detail.frame.message !== null

function FramePayload({ connection, inspected }: { readonly connection: ConnectionSummary; readonly inspected: InspectedFrame }) {
  const { detail, payload, hasTwoSources } = inspected
  const viewed = useMemo(() => viewedFrame(inspected), [inspected])
  const isClose = detail.frame.opcode === OPCODE.close
  return (
    <PayloadViews
      payload={payload}
      viewed={viewed}
      special={{
        frame: <FrameView connection={connection} detail={detail} />,
        ...(isClose ? { text: <ClosePayload bytes={payload.source.head} /> } : {}),
      }}
      trailing={hasTwoSources && <PayloadSwitch detail={detail} />}
    />
  )
}
