import { importFiles } from '../export/importing.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { droppedFiles } from './chosen-files.ts'
import { BEGINNING_BYTES, type FileKind, fileKindOf } from './file-kind.ts'
import { lookAt } from './importing.ts'

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/**
 * Files that are dropped anywhere on the window are imported: captures at once, collections after a look at them. Without this a browser
 * would leave the page for them.
 */
export function beginDropping(): void {
  window.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
  })
  window.addEventListener('drop', (event) => {
    // A field that takes files for itself has said so.
    if (!hasFiles(event) || event.defaultPrevented || !event.dataTransfer) return
    event.preventDefault()
    takeDropped(event.dataTransfer).catch(notifyFailure)
  })
}

async function takeDropped(transfer: DataTransfer): Promise<void> {
  const { files, isFolder } = await droppedFiles(transfer)
  if (isFolder) return lookAt(files)
  const told = await Promise.all(files.map(async (chosen) => ({ ...chosen, kind: await kindOf(chosen.file) })))
  const captures = told.filter(({ kind }) => kind === 'capture')
  const others = told.filter(({ kind }) => kind !== 'capture')
  await importFiles(captures.map(({ file }) => file))
  if (others.length > 0)
    await lookAt(
      others,
      others.every(({ kind }) => kind === 'either'),
    )
}

const kindOf = async (file: File): Promise<FileKind> =>
  fileKindOf(file.name, new Uint8Array(await file.slice(0, BEGINNING_BYTES).arrayBuffer()))
