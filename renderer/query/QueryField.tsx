import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { type Completions, completeQuery } from '#shared/query/complete.ts'
import { useText } from '../i18n/i18n.ts'
import { CompletionList } from './CompletionList.tsx'
import { queryFieldId } from './focus-query.ts'
import { type Asked, ask, clear, goToHit } from './query-actions.ts'
import { changeQuery, queryOf, useQueries } from './query-store.ts'

interface Offer extends Completions {
  /** The item that Enter takes; -1 for none. */
  readonly active: number
}

/** The field, with what can be written at the caret below it (ARIA's combobox with a list). */
export function QueryField({ connection }: { readonly connection: Asked }) {
  const text = useText('query')
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const { draft, asked, fault, progress } = useQueries(queryOf(connection.capture))
  const [offer, setOffer] = useState<Offer | null>(null)
  const isOpen = offer !== null && offer.items.length > 0

  function type(written: string, caret: number): void {
    changeQuery(connection.capture, { draft: written, fault: null })
    setOffer({ ...completeQuery(written, caret), active: -1 })
  }

  function complete(index: number): void {
    const item = offer?.items[index]
    if (!offer || !item) return
    const written = draft.slice(0, offer.from) + item.insert + draft.slice(offer.to)
    const caret = offer.from + item.insert.length
    type(written, caret)
    // When React has written the value, the caret stands at its end.
    requestAnimationFrame(() => field.current?.setSelectionRange(caret, caret))
  }

  function move(by: number): void {
    const shown = isOpen ? offer : { ...completeQuery(draft, field.current?.selectionStart ?? draft.length), active: -1 }
    const { length } = shown.items
    // Above the first is the field itself.
    if (length > 0) setOffer({ ...shown, active: ((shown.active + 1 + by + length + 1) % (length + 1)) - 1 })
  }

  function enter(isBackward: boolean): void {
    if (isOpen && offer.active >= 0) {
      complete(offer.active)
      return
    }
    setOffer(null)
    const isAsked = progress !== null && draft.trim() === asked
    if (isAsked) void goToHit(connection, isBackward ? 'previous' : 'next')
    else void ask(connection, draft)
  }

  function leave(): void {
    if (isOpen) setOffer(null)
    else clear(connection)
  }

  function pressed(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter') enter(event.shiftKey)
    else if (event.key === 'Escape') leave()
    else return
    event.preventDefault()
  }

  return (
    <div className="query-field">
      <input
        ref={field}
        id={queryFieldId(connection.id)}
        type="text"
        className="query-input wire"
        role="combobox"
        aria-label={text('query')}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={isOpen && offer.active >= 0 ? `${listId}-${offer.active}` : undefined}
        aria-invalid={fault !== null}
        placeholder={text('placeholder')}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        value={draft}
        onChange={(event) => type(event.target.value, event.target.selectionStart ?? event.target.value.length)}
        onKeyDown={pressed}
        onBlur={() => setOffer(null)}
      />
      {isOpen && <CompletionList id={listId} items={offer.items} active={offer.active} onPick={complete} />}
    </div>
  )
}
