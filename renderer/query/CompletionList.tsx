import { useEffect, useRef } from 'react'
import type { Completion } from '#shared/query/complete.ts'
import { useText } from '../i18n/i18n.ts'

/** What can be written at the caret, each with what it means. */
export function CompletionList({
  id,
  items,
  active,
  onPick,
}: {
  readonly id: string
  readonly items: readonly Completion[]
  readonly active: number
  readonly onPick: (index: number) => void
}) {
  const text = useText('query')
  const list = useRef<HTMLDivElement>(null)
  // The list scrolls by itself, for the focus stays in the field.
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div ref={list} id={id} role="listbox" aria-label={text('completions')} className="popover query-completions">
      {items.map(({ insert, about }, index) => (
        <div
          key={insert}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="query-completion"
          onMouseDown={(event) => {
            // The field keeps the focus.
            event.preventDefault()
            onPick(index)
          }}
        >
          <span className="wire">{insert}</span>
          {about !== '' && <span className="query-completion-about">{text(`about_${about}`)}</span>}
        </div>
      ))}
    </div>
  )
}
