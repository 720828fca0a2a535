import { useEffect, useRef, useState } from 'react'
import type { MessageFormat } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { type CreateMessageEditor, loadEditor } from './load-editor.ts'
import type { EditorMark, MessageEditor } from './monaco/monaco-editor.ts'

interface FieldProps {
  readonly value: string
  readonly format: MessageFormat
  readonly mark: EditorMark | null
  readonly onChange: (value: string) => void
}

/** Where messages are written: a plain field until the editor has come, and for good where it does not come. */
export function MessageField(props: FieldProps) {
  const text = useText('composer')
  const [create, setCreate] = useState<CreateMessageEditor | null>(null)
  const [isTyping, setTyping] = useState(false)
  useEffect(() => {
    let isWanted = true
    loadEditor().then((loaded) => isWanted && setCreate(() => loaded), notifyFailure)
    return () => {
      isWanted = false
    }
  }, [])
  // Nobody who types has the field exchanged under the fingers.
  if (create && !isTyping) return <EditorField key={text('message')} create={create} {...props} />
  return (
    <textarea
      className="composer-textarea wire"
      aria-label={text('message')}
      placeholder={text('placeholder')}
      spellCheck={false}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      onFocus={() => setTyping(true)}
      onBlur={() => setTyping(false)}
    />
  )
}

function EditorField({ create, value, format, mark, onChange }: FieldProps & { readonly create: CreateMessageEditor }) {
  const text = useText('composer')
  const element = useRef<HTMLDivElement>(null)
  const editor = useRef<MessageEditor | null>(null)
  const latest = useRef({ value, onChange })
  latest.current = { value, onChange }
  const label = text('message')
  const placeholder = text('placeholder')

  useEffect(() => {
    if (!element.current) return
    const created = create(element.current, {
      label,
      placeholder,
      value: latest.current.value,
      onChange: (typed) => latest.current.onChange(typed),
    })
    editor.current = created
    return () => created.dispose()
  }, [create, label, placeholder])

  useEffect(() => editor.current?.show(value), [value])
  useEffect(() => editor.current?.setFormat(format), [format])
  const { offset = -1, text: why = '', isError = false } = mark ?? {}
  useEffect(() => editor.current?.mark(offset < 0 ? null : { offset, text: why, isError }), [offset, why, isError])

  return <div ref={element} className="composer-monaco" />
}
