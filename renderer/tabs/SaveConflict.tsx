import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { askForName, detachTab, keepMine, reloadFromFile, useSaving } from './saving.ts'

/** Why the tab could not be saved to its file, with the ways out; nothing where it could. */
export function SaveConflict({ tabId }: { readonly tabId: string }) {
  const text = useText('tabs')
  const failure = useSaving((state) => state.conflicts[tabId])
  if (!failure) return null

  function saveAsNew(): void {
    detachTab(tabId)
    askForName(tabId)
  }

  return (
    <FailureNote
      failure={failure}
      actions={
        failure.code === 'library.changed' ? (
          <>
            <Button onClick={() => void reloadFromFile(tabId)}>{text('reloadFile')}</Button>
            <Button onClick={() => void keepMine(tabId)}>{text('keepMine')}</Button>
          </>
        ) : (
          <Button onClick={saveAsNew}>{text('saveAsNew')}</Button>
        )
      }
    />
  )
}
