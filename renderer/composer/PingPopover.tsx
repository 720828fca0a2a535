import { type FormEvent, useState } from 'react'
import { type Failure, failureOf } from '#shared/errors.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { ControlPopover } from './ControlPopover.tsx'
import { showPanel } from './composer-store.ts'
import { sendPing } from './sending.ts'
import { textOfFault } from './use-reading.ts'
import { readWritten } from './written.ts'

/** The most a control frame carries (RFC 6455 section 5.5). */
const MAX_PING_BYTES = 125

type PayloadFormat = 'text' | 'hex'

/** A ping with a payload of one's own. */
export function PingPopover({ tabId }: { readonly tabId: string }) {
  return (
    <ControlPopover tabId={tabId} panel="ping">
      {(isOpen) => <PingForm tabId={tabId} isOpen={isOpen} />}
    </ControlPopover>
  )
}

function PingForm({ tabId, isOpen }: { readonly tabId: string; readonly isOpen: boolean }) {
  const text = useText('composer')
  const [format, setFormat] = useState<PayloadFormat>('text')
  const [payload, setPayload] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const reading = readWritten({ format, body: payload })
  const sizeBytes = reading.message === null ? 0 : reading.sizeBytes
  const fault = reading.fault ? textOfFault(text, payload, reading.fault) : ''
  const problem = fault || (sizeBytes > MAX_PING_BYTES ? text('pingTooLong') : '')

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const { message } = reading
    if (message === null || problem !== '') return
    try {
      await sendPing(tabId, message.kind === 'binary' ? message.bytes : new TextEncoder().encode(message.text))
      showPanel(null)
    } catch (error) {
      setFailure(failureOf(error))
    }
  }

  return (
    <form className="composer-form" onSubmit={submit}>
      <div className="composer-form-line">
        <Select<PayloadFormat>
          label={text('payloadFormat')}
          value={format}
          options={[
            { value: 'text', text: text('format_text') },
            { value: 'hex', text: text('format_hex') },
          ]}
          onChange={setFormat}
        />
        <TextField
          label={text('payload')}
          isWire
          autoFocus
          value={payload}
          problem={problem}
          placeholder={text('payload')}
          onChange={(event) => setPayload(event.target.value)}
        />
      </div>
      <p className={problem ? 'composer-sign-violation' : 'composer-form-note'}>{problem || text('pingCount', { used: sizeBytes })}</p>
      {failure && <FailureNote failure={failure} />}
      <Button look="primary" type="submit" disabled={problem !== '' || !isOpen}>
        {text('pingNow')}
      </Button>
    </form>
  )
}
