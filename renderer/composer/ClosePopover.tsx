import { type FormEvent, useId, useState } from 'react'
import { type Failure, failureOf } from '#shared/errors.ts'
import { closeCodeName, SENDABLE_REGISTERED_CODES } from '#shared/model/close-codes.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { TextField } from '../ui/TextField.tsx'
import { ControlPopover } from './ControlPopover.tsx'
import { readClose, utf8Bytes } from './close-input.ts'
import { showPanel } from './composer-store.ts'
import { closeWith } from './sending.ts'

/** A close frame with a code and a reason of one's own, or with none. */
export function ClosePopover({ tabId }: { readonly tabId: string }) {
  return (
    <ControlPopover tabId={tabId} panel="close">
      {(isOpen) => <CloseForm tabId={tabId} isOpen={isOpen} />}
    </ControlPopover>
  )
}

function CloseForm({ tabId, isOpen }: { readonly tabId: string; readonly isOpen: boolean }) {
  const text = useText('composer')
  const listId = useId()
  const [code, setCode] = useState('1000')
  const [reason, setReason] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const reading = readClose(code, reason)
  const isCodeWrong = reading.problem !== null && reading.problem !== 'closeReasonLong'
  const problem = reading.problem === null ? '' : text(reading.problem)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (reading.problem !== null) return
    try {
      await closeWith(tabId, reading.code, reading.reason)
      showPanel(null)
    } catch (error) {
      setFailure(failureOf(error))
    }
  }

  return (
    <form className="composer-form" onSubmit={submit}>
      <div className="composer-form-line">
        <TextField
          label={text('code')}
          className="composer-close-code"
          inputMode="numeric"
          autoFocus
          list={listId}
          value={code}
          placeholder={text('codeNone')}
          problem={isCodeWrong ? problem : ''}
          onChange={(event) => setCode(event.target.value)}
        />
        <datalist id={listId}>
          {SENDABLE_REGISTERED_CODES.map((registered) => (
            <option key={registered} value={registered}>
              {closeCodeName(registered)}
            </option>
          ))}
        </datalist>
        <TextField
          label={text('reason')}
          isWire
          value={reason}
          placeholder={text('reason')}
          problem={reading.problem === 'closeReasonLong' ? problem : ''}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <p className="composer-form-note composer-form-note-split">
        <span>{reading.problem === null ? (reading.code === null ? text('closeEmpty') : closeCodeName(reading.code)) : ''}</span>
        <span>{text('closeCount', { used: utf8Bytes(reason) })}</span>
      </p>
      {problem && <p className="composer-sign-violation">{problem}</p>}
      {failure && <FailureNote failure={failure} />}
      <Button look="primary" type="submit" disabled={problem !== '' || !isOpen}>
        {text('closeNow')}
      </Button>
    </form>
  )
}
