import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { IconButton } from '#renderer/ui/Button.tsx'
import { Checkbox } from '#renderer/ui/Checkbox.tsx'
import { formatBytes, formatCount } from '#renderer/ui/format.ts'
import { Select } from '#renderer/ui/Select.tsx'
import { TextField } from '#renderer/ui/TextField.tsx'
import { changeFind, closeFind, useFindStore } from './find-store.ts'
import type { Finding } from './use-find.ts'
import './find-bar.css'

/** Looks for something inside of the payload. Enter goes on, Shift+Enter back, Escape closes. */
export function FindBar({ finding, onClosed }: { readonly finding: Finding; readonly onClosed: () => void }) {
  const text = useText('inspector')
  const field = useRef<HTMLInputElement>(null)
  const { asked, answered, mode, text: wanted, isCaseSensitive } = useFindStore()

  useEffect(() => {
    if (asked === answered) return
    field.current?.focus()
    field.current?.select()
    changeFind({ answered: asked })
  }, [asked, answered])

  function close(): void {
    closeFind()
    onClosed()
  }

  function pressed(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') close()
    else if (event.key === 'F3' || (event.key === 'Enter' && event.target === field.current)) finding.step(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const hasNone = finding.found.spans.length === 0
  return (
    <search className="find-bar" aria-label={text('find')} onKeyDown={pressed}>
      <TextField
        ref={field}
        label={text('findWhat')}
        placeholder={text(mode === 'hex' ? 'findHexExample' : 'findWhat')}
        className="find-bar-field"
        isWire
        value={wanted}
        problem={problemText(text, finding)}
        onChange={(event) => changeFind({ text: event.target.value })}
      />
      <Select
        label={text('findMode')}
        className="inspector-switch"
        value={mode}
        options={[
          { value: 'text', text: text('findText') },
          { value: 'regex', text: text('findRegex') },
          { value: 'hex', text: text('findHex') },
        ]}
        onChange={(value) => changeFind({ mode: value })}
      />
      {mode !== 'hex' && (
        <Checkbox checked={isCaseSensitive} onChange={(checked) => changeFind({ isCaseSensitive: checked })}>
          {text('findCase')}
        </Checkbox>
      )}
      <output className="find-bar-count" aria-label={text('findCount')}>
        {countText(text, finding, wanted)}
      </output>
      <IconButton
        label={text('findPrevious')}
        shortcut="Shift+F3"
        icon={<ArrowUp size={14} />}
        disabled={hasNone}
        onClick={() => finding.step(-1)}
      />
      <IconButton
        label={text('findNext')}
        shortcut="F3"
        icon={<ArrowDown size={14} />}
        disabled={hasNone}
        onClick={() => finding.step(1)}
      />
      <IconButton label={text('findClose')} icon={<X size={14} />} onClick={close} />
    </search>
  )
}

type Texts = ReturnType<typeof useText>

function problemText(text: Texts, { problem }: Finding): string {
  if (problem === null) return ''
  return problem.kind === 'hex' ? text('findHexWrong') : problem.message
}

function countText(text: Texts, finding: Finding, wanted: string): string {
  const { problem, failure, index, result } = finding
  const { spans, state, searched } = result
  if (wanted === '') return ''
  if (problem) return text(problem.kind === 'hex' ? 'findHexWrong' : 'findRegexWrong')
  if (failure) return failure.message
  const values = { index: formatCount(index + 1), count: formatCount(spans.length), searched: formatBytes(searched) }
  if (state === 'slow') return text('findSlow', values)
  if (spans.length === 0) return text(state === 'searching' ? 'findSearching' : 'findNone', values)
  if (state === 'cut') return text('findIndexOfMore', values)
  return text(state === 'searching' ? 'findIndexSoFar' : 'findIndexOf', values)
}
