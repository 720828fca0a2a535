import { IMPORT_PIECE_BYTES, type ImportedCapture } from '#shared/model/export.ts'
import { call } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { showCapture } from '../tabs/open-tabs.ts'
import { formatCount } from '../ui/format.ts'

const EXTENSIONS = '.har,.pcap,.pcapng,.cap,.ndjson,.jsonl,.json,.sockscope'

/** Tabs opened for one file; more connections are found in the history. */
const MOST_SHOWN = 5

/** Lets a person choose files. By a field of the page and not by the host: its files are read piece by piece, however large. */
export function chooseImports(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = EXTENSIONS
  input.multiple = true
  input.onchange = () => void importFiles([...(input.files ?? [])])
  input.click()
}

/** One after the other; what cannot be imported is said, and the next one is tried. */
export async function importFiles(files: readonly File[]): Promise<void> {
  for (const file of files) {
    try {
      const imported = await importFile(file)
      tell(file.name, imported)
      for (const { capture } of imported.slice(0, MOST_SHOWN)) showCapture(await call('capture.open', { capture }))
    } catch (error) {
      notifyFailure(error)
    }
  }
}

async function importFile(file: File): Promise<readonly ImportedCapture[]> {
  const { id } = await call('import.begin', null)
  try {
    for (let start = 0; start < file.size; start += IMPORT_PIECE_BYTES) {
      const bytes = new Uint8Array(await file.slice(start, start + IMPORT_PIECE_BYTES).arrayBuffer())
      await call('import.write', { id, bytes })
    }
    return await call('import.finish', { id })
  } catch (error) {
    await call('import.cancel', { id })
    throw error
  }
}

function tell(name: string, imported: readonly ImportedCapture[]): void {
  const frames = imported.reduce((sum, each) => sum + each.frames, 0)
  notify(textOf('export', 'imported', { name, connections: formatCount(imported.length), frames: formatCount(frames) }))
}
