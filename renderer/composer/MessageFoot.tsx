import { useText } from '../i18n/i18n.ts'
import { formatBytes } from '../ui/format.ts'
import { draftOf, useComposer, write } from './composer-store.ts'
import { isBinary, lineEndsOf, type WrittenReading, withLineEnds } from './written.ts'

/** What would be sent, how much it is, and what stands in the way. */
export function MessageFoot({
  tabId,
  reading,
  faultText,
  isOpen,
}: {
  readonly tabId: string
  readonly reading: WrittenReading
  readonly faultText: string
  readonly isOpen: boolean
}) {
  const text = useText('composer')
  return (
    <div className="composer-foot">
      <span className="composer-foot-note" role="status" aria-label={text('state')}>
        {faultText !== '' && reading.message === null && <Sign tone="violation" sign="✕" text={faultText} />}
        {faultText !== '' && reading.message !== null && <Sign tone="warning" sign="▲" text={text('faultJson', { place: faultText })} />}
        {faultText === '' && !isOpen && text('notOpen')}
      </span>
      <LineEnds tabId={tabId} />
      {reading.message !== null && (
        <span>{text(reading.message.kind === 'binary' ? 'sizeBinary' : 'sizeText', { size: formatBytes(reading.sizeBytes) })}</span>
      )}
    </div>
  )
}

function Sign({ tone, sign, text }: { readonly tone: 'violation' | 'warning'; readonly sign: string; readonly text: string }) {
  return (
    <span className={`composer-sign-${tone}`}>
      <span aria-hidden="true">{sign}</span> {text}
    </span>
  )
}

/** Line ends of a text of several lines: they are sent as they stand here, so they can be seen and changed. */
function LineEnds({ tabId }: { readonly tabId: string }) {
  const text = useText('composer')
  const { written } = useComposer(draftOf(tabId))
  const lineEnds = isBinary(written.format) ? null : lineEndsOf(written)
  if (lineEnds === null) return null
  const name = text(`lineEnds_${lineEnds}`)
  const change = () => write(tabId, { body: withLineEnds(written.body, lineEnds === 'LF' ? 'CRLF' : 'LF') })
  return (
    <button
      type="button"
      className="composer-line-ends"
      aria-label={`${text('lineEnds')}: ${name}`}
      title={text('lineEnds')}
      onClick={change}
    >
      {name}
    </button>
  )
}
