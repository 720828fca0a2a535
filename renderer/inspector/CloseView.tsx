import type { ConnectionSummary } from '#shared/model/connection.ts'
import { useText } from '../i18n/i18n.ts'
import { Facts } from '../ui/Facts.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { formatSinceUs, formatTimeOfDay } from '../ui/format.ts'
import { manyLines, oneLine } from '../ui/wire-text.ts'
import { useCloseMeaning } from './close-meaning.ts'

/** How a connection ended, and what that means. */
export function CloseView({ connection }: { readonly connection: ConnectionSummary }) {
  const text = useText('inspector')
  const meaningOf = useCloseMeaning()
  const { close, failure, openedAtUs } = connection
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
