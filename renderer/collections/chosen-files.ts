import { MOST_COLLECTION_FILES } from '#shared/model/collection-import.ts'
import { isOfCollection } from './file-kind.ts'

/** A file by its path within what was chosen. */
export interface ChosenFile {
  readonly path: string
  readonly file: File
}

const EXTENSIONS = '.json,.yaml,.yml,.bru,.har'

export const chooseFiles = (onChosen: (files: readonly ChosenFile[]) => void): void =>
  choose((input) => {
    input.accept = EXTENSIONS
    input.multiple = true
  }, onChosen)

export const chooseFolder = (onChosen: (files: readonly ChosenFile[]) => void): void =>
  choose((input) => {
    input.webkitdirectory = true
  }, onChosen)

/** By a field of the page and not by the host: its files are read piece by piece, and folders come with all that is in them. */
function choose(prepare: (input: HTMLInputElement) => void, onChosen: (files: readonly ChosenFile[]) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  prepare(input)
  input.onchange = () => {
    const files = [...(input.files ?? [])].map((file) => ({ path: pathWithin(file.webkitRelativePath) || file.name, file }))
    onChosen(input.webkitdirectory ? files.filter(({ path }) => isOfCollection(path)) : files)
  }
  input.click()
}

/** Without the name of the folder that was chosen. */
const pathWithin = (path: string): string => path.split('/').slice(1).join('/')

/** What is dropped: files, and the files of folders. `isFolder` if any of it is a folder. Call it while the drop is told: later it is empty. */
export async function droppedFiles(transfer: DataTransfer): Promise<{ readonly files: readonly ChosenFile[]; readonly isFolder: boolean }> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const entries = items.map((item) => item.webkitGetAsEntry())
  // Files that a page made itself have no entry.
  if (entries.some((entry) => entry === null) || entries.length === 0)
    return { files: [...transfer.files].map((file) => ({ path: file.name, file })), isFolder: false }
  const folders = entries.filter((entry) => entry?.isDirectory)
  const found: ChosenFile[] = []
  for (const entry of entries) {
    // One folder alone is the collection; several are folders of it.
    if (entry) await walk(entry, folders.length === 1 && entries.length === 1 ? '' : `${entry.name}/`, found)
  }
  return { files: found, isFolder: folders.length > 0 }
}

/** @param within what stands before the names in a folder */
async function walk(entry: FileSystemEntry, within: string, found: ChosenFile[]): Promise<void> {
  // One more is enough for the engine to refuse them.
  if (found.length > MOST_COLLECTION_FILES) return
  if (isFileEntry(entry)) {
    const path = within.endsWith(`${entry.name}/`) ? within.slice(0, -1) : `${within}${entry.name}`
    found.push({ path, file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) })
    return
  }
  if (!isFolderEntry(entry)) return
  const reader = entry.createReader()
  // A browser tells the entries of a folder in parts, the last of which is empty.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (part.length === 0) return
    for (const child of part) {
      if (child.isDirectory) {
        if (child.name !== 'node_modules' && child.name !== '.git') await walk(child, `${within}${child.name}/`, found)
      } else if (isOfCollection(child.name)) await walk(child, within, found)
    }
  }
}

const isFileEntry = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolderEntry = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
