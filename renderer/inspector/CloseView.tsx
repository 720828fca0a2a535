import type { CloseFrameFacts, ConnectionSummary } from '#shared/model/connection.ts'
import { useText } from '../i18n/i18n.ts'
import { Facts } from '../ui/Facts.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { formatCount, formatSinceUs, formatTimeOfDay } from '../ui/format.ts'
import { manyLines, oneLine } from '../ui/wire-text.ts'
import { useCloseMeaning } from './close-meaning.ts'

/** How a connection ended, and what that means. */
export function CloseView({ connection }: { readonly connection: ConnectionSummary }) {
  const text = useText('inspector')
  const meaningOf = useCloseMeaning()
  const { close, failure, openedAtUs } = connection
  const frameText = (frame: CloseFrameFacts | null): string =>
    frame === null ? text('noFrame') : frame.code === null ? text('noCode') : `${frame.code} ${oneLine(frame.reason)}`.trimEnd()
  if (!close) return <p className="inspector-note">{text('notClosed')}</p>
  return (
    <div className="inspector-scroll">
      <header className="frame-head">
        <div className="frame-head-line">
          <strong>{text('closed')}</strong>
          <span className={`frame-head-kind ${close.clean ? '' : 'is-violation'}`}>
            <span aria-hidden="true">{close.clean ? '◇' : '✕'}</span> {close.code} {close.name}
          </span>
          <span className="frame-head-time">
            {openedAtUs !== null && `+${formatSinceUs(close.timeUs, openedAtUs)} s`}
            <span className="frame-head-clock">{formatTimeOfDay(close.timeUs)}</span>
          </span>
        </div>
        <p className="frame-head-lengths">{meaningOf(close.code)}</p>
      </header>
      {failure && <FailureNote failure={failure} />}
      <div className="inspector-pad">
        <Facts
          facts={[
            { name: text('what'), value: oneLine(close.detail) },
            { name: text('initiator'), value: text(`initiator_${close.initiator}`) },
            { name: text('registry'), value: text(`registry_${close.registry}`) },
            { name: text('receivedFrame'), value: frameText(close.received) },
            { name: text('sentFrame'), value: frameText(close.sent) },
            ...(close.betweenUs === null ? [] : [{ name: text('between'), value: `${formatCount(close.betweenUs)} µs` }]),
            { name: text('tcpEnd'), value: text(`tcp_${close.tcp.how}`, { text: oneLine(close.tcp.text) }) },
            ...(close.unsentBytes === 0 ? [] : [{ name: text('unsent'), value: `${formatCount(close.unsentBytes)} B` }]),
            ...(close.truncatedSeq === null ? [] : [{ name: text('cutFrame'), value: text('cutFrameValue', { seq: close.truncatedSeq }) }]),
            { name: text('clean'), value: text(close.clean ? 'cleanYes' : 'cleanNo') },
            { name: text('reason'), value: close.reason === '' ? text('noReason') : manyLines(close.reason), isWire: close.reason !== '' },
            {
              name: text('openFor'),
              value: openedAtUs === null ? text('neverOpen') : `${formatSinceUs(close.timeUs, openedAtUs)} s`,
            },
          ]}
        />
      </div>
    </div>
  )
}
