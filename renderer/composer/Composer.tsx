import type { KeyboardEvent } from 'react'
import { MESSAGE_FORMATS } from '#shared/model/spec.ts'
import { useConnections } from '../connection/connections-store.ts'
import { useText } from '../i18n/i18n.ts'
import { tabOf, useTabs } from '../tabs/tabs-store.ts'
import { FailureNote } from '../ui/FailureNote.tsx'
import { Select } from '../ui/Select.tsx'
import './composer.css'
import { ComposerActions } from './ComposerActions.tsx'
import { draftOf, useComposer, walkHistory, write } from './composer-store.ts'
import { MESSAGE_ELEMENT_ID } from './focus-message.ts'
import { LayOutButton } from './LayOutButton.tsx'
import { MessageField } from './MessageField.tsx'
import { MessageFoot } from './MessageFoot.tsx'
import { SavedMessages } from './SavedMessages.tsx'
import { targetsOf } from './sending.ts'
import { useReading } from './use-reading.ts'

/** Writes messages, keeps them, and sends them on the tab's current connection. */
export function Composer({ tabId }: { readonly tabId: string }) {
  const text = useText('composer')
  const { written, target, failure } = useComposer(draftOf(tabId))
  const tab = useTabs(tabOf(tabId))
  const isOpen = useConnections(({ byId }) => targetsOf(tab, target, byId).length > 0)
  const { reading, faultText } = useReading(written)

  function pressed(event: KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    if (step === null || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation()
    walkHistory(tabId, step)
  }

  return (
    <section className="composer" aria-label={text('region')}>
      <SavedMessages tabId={tabId} />
      <div className="composer-main">
        <div className="composer-bar">
          <Select
            label={text('format')}
            value={written.format}
            options={MESSAGE_FORMATS.map((format) => ({ value: format, text: text(`format_${format}`) }))}
            onChange={(format) => write(tabId, { format })}
          />
          <LayOutButton tabId={tabId} isFaulty={reading.fault !== null} />
          <ComposerActions tabId={tabId} canSend={isOpen && reading.message !== null} isOpen={isOpen} />
        </div>
        {/* The keys of the history are heard before the editor, which has another meaning for them. */}
        <div id={MESSAGE_ELEMENT_ID} className="composer-message" onKeyDownCapture={pressed}>
          <MessageField
            value={written.body}
            format={written.format}
            mark={reading.fault && { offset: reading.fault.offset, text: faultText, isError: reading.message === null }}
            onChange={(body) => write(tabId, { body })}
          />
        </div>
        {failure && <FailureNote failure={failure} />}
        <MessageFoot tabId={tabId} reading={reading} faultText={written.body === '' ? '' : faultText} isOpen={isOpen} />
      </div>
    </section>
  )
}
