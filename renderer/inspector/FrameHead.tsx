import { closeCodeName } from '#shared/model/close-codes.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { type FrameFacts, isControl, isRaw, type MessageFacts, OPCODE, VIOLATIONS } from '#shared/model/frame.ts'
import { useText } from '../i18n/i18n.ts'
import { formatBytes, formatCount, formatSinceUs, formatTimeOfDay } from '../ui/format.ts'
import type { InspectedFrame } from './inspected-frame.ts'

/** What a frame is, in two lines: number, direction, opcode, time; lengths; what it breaks. */
export function FrameHead({ connection, inspected }: { readonly connection: ConnectionSummary; readonly inspected: InspectedFrame }) {
  const text = useText('inspector')
  const { frame, message } = inspected.detail
  return (
    <header className="frame-head">
      <div className="frame-head-line">
        <strong>#{frame.seq}</strong>
        <span className={`frame-head-kind is-${toneOf(frame)}`}>
          <span className="frame-head-sign" aria-hidden="true">
            {signOf(frame)}
          </span>{' '}
          {text(frame.direction)}{' '}
          {isRaw(frame) ? (
            text('raw')
          ) : (
            <>
              {opcodeName(frame.opcode)} <span className="frame-head-opcode">0x{frame.opcode.toString(16)}</span>
            </>
          )}
        </span>
        <span className="frame-head-time" title={text('timeTitle')}>
          +{formatSinceUs(frame.timeUs, connection.openingSinceUs)} s
          <span className="frame-head-clock">
            {formatTimeOfDay(frame.timeUs)}
            {String(Math.floor(frame.timeUs % 1000)).padStart(3, '0')}
          </span>
        </span>
      </div>
      <Lengths frame={frame} message={message} />
      {frame.violation && <Violation id={frame.violation} />}
    </header>
  )
}

function Lengths({ frame, message }: { readonly frame: FrameFacts; readonly message: MessageFacts | null }) {
  const text = useText('inspector')
  return (
    <div className="frame-head-lengths">
      <Length name={text('payloadLength')} bytes={frame.payloadLength} />
      <Length name={text('wireLength')} bytes={frame.wireLength} />
      {message && (
        <Length
          name={message.frames > 1 ? text('messageLengthFrames', { count: message.frames }) : text('messageLength')}
          bytes={message.length}
        />
      )}
      {message?.compressed && <span>{savingText(text, message)}</span>}
      {message === null && frame.message !== null && <span>{text('unfinished')}</span>}
    </div>
  )
}

function Length({ name, bytes }: { readonly name: string; readonly bytes: number }) {
  return (
    <span title={formatBytes(bytes)}>
      {name} <b>{formatCount(bytes)} B</b>
    </span>
  )
}

type Texts = ReturnType<typeof useText>

/** How much permessage-deflate saved: wire bytes, frame headers included, against the inflated message. */
function savingText(text: Texts, { wireLength, length }: MessageFacts): string {
  const values = { wire: formatCount(wireLength), inflated: formatCount(length) }
  if (length === 0 || wireLength >= length) return text('compressedLarger', { ...values, more: formatCount(wireLength - length) })
  const percent = ((1 - wireLength / length) * 100).toFixed(length / wireLength > 20 ? 1 : 0)
  return text('compressedSaved', { ...values, percent, ratio: (length / wireLength).toFixed(1) })
}

/** Raw bytes demand no code of their own: the frame before them did. */
function Violation({ id }: { readonly id: keyof typeof VIOLATIONS }) {
  const text = useText('inspector')
  const { rfc, closeCode, text: rule } = VIOLATIONS[id]
  return (
    <p className="frame-head-violation">
      <span aria-hidden="true">✕</span>
      <span>
        <strong>{text('violation')}</strong> {rule} RFC {rfc}.{' '}
        {id !== 'unframed' &&
          text(closeCode === 1006 ? 'violationNoCode' : 'violationCode', { code: closeCode, name: closeCodeName(closeCode) })}
      </span>
    </p>
  )
}

function signOf({ direction, opcode }: FrameFacts): string {
  const arrow = direction === 'in' ? '↓' : '↑'
  return isControl(opcode) ? `◇${arrow}` : arrow
}

function toneOf({ violation, opcode, direction }: FrameFacts): 'violation' | 'control' | 'received' | 'sent' {
  if (violation) return 'violation'
  if (isControl(opcode)) return 'control'
  return direction === 'in' ? 'received' : 'sent'
}

const OPCODE_NAMES = new Map<number, string>(Object.entries(OPCODE).map(([name, opcode]) => [opcode, name]))

/** The RFC's own word. */
export const opcodeName = (opcode: number): string => OPCODE_NAMES.get(opcode) ?? 'reserved'
