import { type FormEvent, useState } from 'react'
import { type Failure, failureOf } from '#shared/errors.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import { useText } from '../i18n/i18n.ts'
import { ROOT, useLibrary } from '../library/library-store.ts'
import { allFolders } from '../library/library-tree.ts'
import { Button } from '../ui/Button.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { oneLine } from '../ui/wire-text.ts'
import { askForName, saveTab, saveTabAs, useSaving } from './saving.ts'
import { suggestedName } from './tab-names.ts'
import { isDirty, type Tab, tabOf, useTabs } from './tabs-store.ts'
import './save-control.css'

/** Says whether the tab is saved, and saves it; a tab without a file is asked for its name in a panel underneath. */
export function SaveControl({ tabId }: { readonly tabId: string }) {
  const text = useText('tabs')
  const isSaved = useTabs((state) => tabOf(tabId)(state)?.origin != null)
  const dirty = useTabs((state) => {
    const tab = tabOf(tabId)(state)
    return tab !== undefined && isDirty(tab)
  })
  const isAsking = useSaving((state) => state.askingId === tabId)
  if (isSaved && !dirty) return <span className="save-control-done">{text('saved')}</span>
  return (
    <Popover
      label={text('saveAs')}
      isOpen={isAsking}
      onOpenChange={(isOpen) => (isOpen ? void saveTab(tabId) : askForName(null))}
      trigger={<Button look="quiet">{text('save')}</Button>}
    >
      <NameForm tabId={tabId} />
    </Popover>
  )
}

function NameForm({ tabId }: { readonly tabId: string }) {
  const text = useText('tabs')
  const nodes = useLibrary((state) => state.nodes)
  const [name, setName] = useState(() => nameToOffer(tabOf(tabId)(useTabs.getState())))
  const [folder, setFolder] = useState<LibraryPath>(ROOT)
  const [failure, setFailure] = useState<Failure | null>(null)

  function submit(event: FormEvent): void {
    event.preventDefault()
    saveTabAs(tabId, folder, name.trim()).catch((error) => setFailure(failureOf(error)))
  }

  return (
    <form className="save-control-form" onSubmit={submit}>
      <span aria-hidden="true">{text('name')}</span>
      <TextField
        label={text('name')}
        value={name}
        autoFocus
        problem={failure?.message ?? ''}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.target.value)}
      />
      <span aria-hidden="true">{text('folder')}</span>
      <Select
        label={text('folder')}
        value={folder}
        options={[
          { value: ROOT, text: text('workspaceRoot') },
          ...allFolders(nodes ?? []).map((path) => ({ value: path, text: oneLine(path.replaceAll('/', ' / ')) })),
        ]}
        onChange={setFolder}
      />
      {failure && <FailureNote failure={failure} />}
      <div className="save-control-actions">
        <Button onClick={() => askForName(null)}>{text('cancel')}</Button>
        <Button look="primary" type="submit" disabled={name.trim() === ''}>
          {text('save')}
        </Button>
      </div>
    </form>
  )
}

/** A tab whose file went away keeps its name. */
const nameToOffer = (tab: Tab | undefined): string => tab?.name || suggestedName(tab?.draft.spec ?? { url: '' })
