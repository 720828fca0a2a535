import { IMPORT_PIECE_BYTES } from '#shared/model/export.ts'
import type { HistoryEntry } from '#shared/model/history.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { changeExport, openExport } from '../export/export-store.ts'
import { call, host } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { showCapture } from '../tabs/open-tabs.ts'
import { addressOf } from '../tabs/tab-names.ts'
import { oneLine } from '../ui/wire-text.ts'

/** What a person knows a capture by: its name, or where it led. */
export const titleOfEntry = ({ name, url }: HistoryEntry): string =>
  oneLine(name) || oneLine(addressOf({ url })) || textOf('history', 'unnamed')

/** Shows a capture in a tab: the connection's own where it is still open in one, a read-only one otherwise. */
export async function openCapture(capture: CaptureId): Promise<void> {
  try {
    showCapture(await call('capture.open', { capture }))
  } catch (error) {
    notifyFailure(error)
  }
}

export async function rename(capture: CaptureId, name: string): Promise<void> {
  await call('history.rename', { capture, name }).catch(notifyFailure)
}

export async function togglePin({ id, isPinned }: HistoryEntry): Promise<void> {
  await call('history.pin', { capture: id, isPinned: !isPinned }).catch(notifyFailure)
}

/** Into the trash, with a notice that brings it back. */
export async function remove(entry: HistoryEntry): Promise<void> {
  try {
    const captures = [entry.id]
    await call('history.delete', { captures })
    notify(textOf('history', 'deleted', { name: titleOfEntry(entry) }), {
      text: textOf('history', 'undo'),
      run: () => void call('history.restore', { captures }).catch(notifyFailure),
    })
  } catch (error) {
    notifyFailure(error)
  }
}

/** Offers it as a file to send; the same dialog has other tools' formats. */
export function exportCapture({ id, url, startedUs }: HistoryEntry): void {
  openExport({ capture: id, url, startedAtUs: startedUs, selected: { ranges: [], query: null }, selectedCount: 0, query: '' })
  changeExport({ format: 'sockscope' })
}

/** Lets a person choose a `.sockscope` file, and shows it in a read-only tab. */
export async function openFile(): Promise<void> {
  const { choosePath } = host()
  if (choosePath === null) {
    chooseInPage()
    return
  }
  try {
    const path = await choosePath({ title: textOf('history', 'fileKind'), extensions: ['sockscope'] })
    if (path !== null) showCapture(await call('capture.openFile', { path }))
  } catch (error) {
    notifyFailure(error)
  }
}

/** A page has no paths: the file is handed in piece by piece. */
function chooseInPage(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.sockscope'
  input.onchange = () => {
    const [file] = input.files ?? []
    if (file) handIn(file).catch(notifyFailure)
  }
  input.click()
}

async function handIn(file: File): Promise<void> {
  const { id } = await call('import.begin', null)
  try {
    for (let start = 0; start < file.size; start += IMPORT_PIECE_BYTES) {
      const bytes = new Uint8Array(await file.slice(start, start + IMPORT_PIECE_BYTES).arrayBuffer())
      await call('import.write', { id, bytes })
    }
  } catch (error) {
    await call('import.cancel', { id })
    throw error
  }
  showCapture(await call('capture.openImport', { id, name: file.name }))
}
