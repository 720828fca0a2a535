import { join } from 'node:path'
import { DEFAULT_FOLDER, type FolderSettings } from '#shared/model/folder.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import { exists } from '../files/atomic-write.ts'
import { FOLDER_FILE } from './folder-file.ts'
import type { KnownFiles } from './known-files.ts'
import { FOLDER_FILE_NAME, type Places } from './places.ts'

/** The `folder.yaml` of each folder. Most folders have none. */
export class FolderFiles {
  readonly #places: Places
  readonly #files: KnownFiles

  constructor(places: Places, files: KnownFiles) {
    this.#places = places
    this.#files = files
  }

  /** @throws AppError 'library.not-found', 'library.invalid-file' */
  async read(path: LibraryPath): Promise<FolderSettings> {
    const file = await this.#fileOf(path)
    if (!(await exists(file))) return DEFAULT_FOLDER
    return this.#files.read(file, (bytes) => FOLDER_FILE.read(bytes, titleOf(path)))
  }

  /** @throws AppError 'library.not-found', 'library.changed', 'library.invalid-file' */
  async save(path: LibraryPath, settings: FolderSettings): Promise<void> {
    const file = await this.#fileOf(path)
    if (await exists(file)) await this.#files.edit(file, titleOf(path), (bytes) => FOLDER_FILE.edit(bytes, settings, titleOf(path)))
    else await this.#files.create(file, FOLDER_FILE.create(settings))
  }

  async #fileOf(path: LibraryPath): Promise<string> {
    return join(await this.#places.findFolder(path), FOLDER_FILE_NAME)
  }
}

const titleOf = (path: LibraryPath): string => (path === '' ? FOLDER_FILE_NAME : `${path}/${FOLDER_FILE_NAME}`)
