import { failureOf } from '#shared/errors.ts'
import type { CollectionImported, CollectionPreview } from '#shared/model/collection-import.ts'
import type { ImportId, LibraryPath } from '#shared/model/ids.ts'
import { importFiles } from '../export/importing.ts'
import { call } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { currentFolder } from '../library/library-actions.ts'
import { refreshLibrary, reveal, setExpanded } from '../library/library-store.ts'
import { isWithin } from '../library/library-tree.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { nameAt } from '../tabs/open-tabs.ts'
import { changeTab, useTabs } from '../tabs/tabs-store.ts'
import { formatCount } from '../ui/format.ts'
import { oneLine } from '../ui/wire-text.ts'
import type { ChosenFile } from './chosen-files.ts'
import { readFiles } from './handing-in.ts'
import { CLOSED_IMPORT, changeImport, useImport } from './import-store.ts'

/** A look that was given up answers to nobody. */
let turn = 0

export const openImport = (): void => changeImport({ ...CLOSED_IMPORT, isOpen: true, folder: currentFolder() })

/** Back to where files are chosen, or away; the engine need not keep what was read. */
export function leavePreview(isOpen: boolean): void {
  const { preview, pasted, folder, isWriting } = useImport.getState()
  // What is being written is written to its end, and can be taken back then.
  if (isWriting) return
  turn += 1
  if (preview) void forget(preview.id)
  changeImport(isOpen ? { ...CLOSED_IMPORT, isOpen, pasted, folder } : CLOSED_IMPORT)
}

const forget = (id: ImportId): Promise<unknown> => call('collection.forget', { id }).catch(notifyFailure)

/** Reads files and shows what is in them. */
export async function lookAt(files: readonly ChosenFile[], canBeCaptures = false): Promise<void> {
  if (files.length === 0) {
    changeImport({ failure: failureOf(new Error(textOf('collections', 'nothingChosen'))) })
    return
  }
  if (!useImport.getState().isOpen) openImport()
  changeImport({ files, canBeCaptures, reading: 0, failure: null })
  await show((share) => readFiles(files, share))
}

export async function lookAtPasted(): Promise<void> {
  changeImport({ files: [], canBeCaptures: false, reading: 0, failure: null })
  await show(() => call('collection.readText', { text: useImport.getState().pasted }))
}

async function show(read: (onProgress: (share: number) => void) => Promise<CollectionPreview>): Promise<void> {
  turn += 1
  const mine = turn
  try {
    const preview = await read((share) => turn === mine && changeImport({ reading: share }))
    if (turn !== mine) return void forget(preview.id)
    const [specs, environments] = [preview.specs, preview.environments].map((list) => new Set(list.keys()))
    changeImport({ preview, specs: specs ?? new Set(), environments: environments ?? new Set(), reading: null })
  } catch (error) {
    if (turn === mine) changeImport({ failure: failureOf(error), reading: null })
  }
}

/** The same files, as what crossed. */
export function openAsCaptures(): void {
  const { files } = useImport.getState()
  leavePreview(false)
  void importFiles(files.map(({ file }) => file))
}

/** Writes what was chosen, shows it in the tree, and offers to take it back. */
export async function writeImport(): Promise<void> {
  const { preview, specs, environments, folder, isWriting } = useImport.getState()
  if (!preview || isWriting) return
  changeImport({ isWriting: true, failure: null })
  try {
    const imported = await call('collection.import', { id: preview.id, folder, specs: [...specs], environments: [...environments] })
    turn += 1
    changeImport(CLOSED_IMPORT)
    await refreshLibrary()
    if (imported.path !== null) {
      reveal(imported.path)
      setExpanded(imported.path, true)
    }
    notify(
      sayImported(imported),
      { text: textOf('collections', 'undo'), run: () => void undo(preview.id, imported.path) },
      () => void forget(preview.id),
    )
  } catch (error) {
    changeImport({ isWriting: false, failure: failureOf(error) })
  }
}

function sayImported({ path, specs, environments }: CollectionImported): string {
  const names = environments.map(oneLine).join(', ')
  if (path === null) return textOf('collections', 'importedEnvironments', { names })
  const said = { specs: formatCount(specs), name: oneLine(nameAt(path)), names }
  return textOf('collections', names === '' ? 'imported' : 'importedBoth', said)
}

async function undo(id: ImportId, path: LibraryPath | null): Promise<void> {
  try {
    await call('collection.undo', { id })
    // What was opened of it meanwhile stays open, as something that is not saved.
    const open = useTabs.getState().tabs.filter(({ origin }) => path !== null && origin !== null && isWithin(origin, path))
    for (const tab of open) changeTab(tab.id, (before) => ({ ...before, origin: null, saved: null }))
    await refreshLibrary()
  } catch (error) {
    notifyFailure(error)
  }
  await forget(id)
}
