import { useState } from 'react'
import { select } from '#renderer/capture/selection-store.ts'
import { call } from '#renderer/host/session.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { Button } from '#renderer/ui/Button.tsx'
import { FailureNote } from '#renderer/ui/FailureNote.tsx'
import { formatCount, formatSinceUs } from '#renderer/ui/format.ts'
import { useNewest } from '#renderer/ui/use-newest.ts'
import { failureOf } from '#shared/errors.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { FrameRow, MessageFacts } from '#shared/model/frame.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { decodeRows } from '#shared/model/row-page.ts'
import { opcodeName } from '../FrameHead.tsx'

const PAGE_ROWS = 500

/** The frames of a message in fragments; each can be chosen. Control frames that stand between them are left out. */
export function MessageFrames({
  connection,
  message,
  current,
}: {
  readonly connection: ConnectionSummary
  readonly message: MessageFacts
  readonly current: number
}) {
  const text = useText('inspector')
  const [pages, setPages] = useState(1)
  const count = Math.min(pages * PAGE_ROWS, message.lastSeq - message.firstSeq + 1)
  const { answer, error } = useNewest(`${message.message}/${count}`, () => rowsOf(connection.capture, message, count))
  if (error !== undefined) return <FailureNote failure={failureOf(error)} />
  return (
    <>
      <table className="inspector-table">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{text('time')}</th>
            <th scope="col">{text('field_opcode')}</th>
            <th scope="col">FIN</th>
            <th scope="col" className="is-numeric">
              {text('payloadLength')}
            </th>
            <th scope="col" className="is-numeric">
              {text('wireLength')}
            </th>
          </tr>
        </thead>
        <tbody>
          {answer?.map((row) => (
            <tr key={row.seq} className={row.seq === current ? 'is-current' : ''}>
              <td>
                <button
                  type="button"
                  className="link-button"
                  aria-current={row.seq === current}
                  aria-label={text('selectFrame', { seq: row.seq })}
                  onClick={() => select(connection.id, { kind: 'frame', seq: row.seq })}
                >
                  {row.seq}
                </button>
              </td>
              <td className="is-numeric">+{formatSinceUs(row.timeUs, connection.openingSinceUs)} s</td>
              <td>{opcodeName(row.opcode)}</td>
              <td>{row.fin ? '1' : '0'}</td>
              <td className="is-numeric">{formatCount(row.payloadLength)}</td>
              <td className="is-numeric">{formatCount(row.wireLength)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {message.firstSeq + count <= message.lastSeq && <Button onClick={() => setPages(pages + 1)}>{text('showMoreFrames')}</Button>}
    </>
  )
}

async function rowsOf(capture: CaptureId, message: MessageFacts, count: number): Promise<readonly FrameRow[]> {
  const rows: FrameRow[] = []
  for (let done = 0; done < count; done += PAGE_ROWS) {
    const page = await call('capture.rows', { capture, first: message.firstSeq + done, count: Math.min(PAGE_ROWS, count - done) })
    rows.push(...decodeRows(page))
  }
  return rows.filter((row) => row.message === message.message)
}
