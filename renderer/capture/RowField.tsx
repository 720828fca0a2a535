import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { MOST_NOTE_CHARS } from '#shared/model/note.ts'
import { useText } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { focusFrames } from './focus-frames.ts'
import { readGoal } from './go-to.ts'
import { goTo } from './moving.ts'
import { noteOf, writeNote } from './notes-store.ts'
import { hideRowField, useRowField } from './row-field-store.ts'

/** A field over the list, where one was asked for. */
export function RowField({ connection }: { readonly connection: ConnectionSummary }) {
  const { id, field } = useRowField()
  if (id !== connection.id || field === null) return null
  return field.kind === 'goTo' ? (
    <GoToField connection={connection} />
  ) : (
    <NoteField key={field.seq} connection={connection} seq={field.seq} />
  )
}

function leave({ id }: ConnectionSummary): void {
  hideRowField()
  focusFrames(id)
}

function GoToField({ connection }: { readonly connection: ConnectionSummary }) {
  const text = useText('capture')
  const [problem, setProblem] = useState('')
  const [written, setWritten] = useState('')
  function go(): void {
    const goal = readGoal(written, connection.openingSinceUs)
    if (goal) goTo(connection, goal).then(() => leave(connection), notifyFailure)
    else setProblem(text('goToProblem'))
  }
  return (
    <OneField
      connection={connection}
      label={text('goTo')}
      placeholder="#12345   +12.5s   14:03:22.5   end"
      action={text('go')}
      problem={problem}
      value={written}
      onChange={(value) => {
        setWritten(value)
        setProblem('')
      }}
      onDone={go}
    />
  )
}

function NoteField({ connection, seq }: { readonly connection: ConnectionSummary; readonly seq: number }) {
  const text = useText('capture')
  const [written, setWritten] = useState(() => noteOf(connection.capture, seq).text)
  return (
    <OneField
      connection={connection}
      label={text('noteOn', { seq })}
      placeholder={text('notePlaceholder')}
      action={text('keep')}
      problem=""
      value={written}
      maxLength={MOST_NOTE_CHARS}
      onChange={setWritten}
      onDone={() => {
        writeNote(connection.capture, seq, written)
        leave(connection)
      }}
    />
  )
}

function OneField({
  connection,
  label,
  action,
  problem,
  onChange,
  onDone,
  ...field
}: {
  readonly connection: ConnectionSummary
  readonly label: string
  readonly placeholder: string
  /** What the button says. */
  readonly action: string
  readonly problem: string
  readonly value: string
  readonly maxLength?: number
  readonly onChange: (value: string) => void
  readonly onDone: () => void
}) {
  const input = useRef<HTMLInputElement>(null)
  // It was asked for by a key or a command, to be written in.
  useEffect(() => input.current?.focus(), [])
  return (
    <form
      className="list-strip list-field"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        onDone()
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        leave(connection)
      }}
    >
      <span aria-hidden="true">{label}</span>
      <TextField {...field} label={label} problem={problem} ref={input} onChange={(event) => onChange(event.target.value)} />
      <Button type="submit" look="primary">
        {action}
      </Button>
      {problem !== '' && <span role="alert">{problem}</span>}
    </form>
  )
}
