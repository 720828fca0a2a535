import { useText } from '../i18n/i18n.ts'
import { Dialog } from '../ui/Dialog.tsx'
import './import.css'
import { ImportPreview } from './ImportPreview.tsx'
import { ImportSource } from './ImportSource.tsx'
import { useImport } from './import-store.ts'
import { leavePreview } from './importing.ts'

/** A foreign collection: chosen, looked at, written. */
export function ImportDialog() {
  const text = useText('collections')
  const isOpen = useImport((state) => state.isOpen)
  const preview = useImport((state) => state.preview)
  return (
    <Dialog title={text('title')} isTitleShown isWide isOpen={isOpen} onClose={() => leavePreview(false)}>
      {preview ? <ImportPreview key={preview.id} preview={preview} /> : <ImportSource />}
    </Dialog>
  )
}
