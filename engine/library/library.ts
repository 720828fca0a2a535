import { randomBytes } from 'node:crypto'
import { cp, mkdir, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { Environment, FolderSettings } from '#shared/model/folder.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import type { LibraryNode } from '#shared/model/library.ts'
import type { SavedSpec } from '#shared/model/spec.ts'
import { codeOf } from '../files/atomic-write.ts'
import { createWriteQueue } from '../files/write-queue.ts'
import { EnvironmentFiles, type NamedEnvironment } from './environment-files.ts'
import { FolderFiles } from './folder-files.ts'
import { KnownFiles } from './known-files.ts'
import { checkName, freeName } from './names.ts'
import { type NewTree, writeNewTree } from './new-tree.ts'
import { EXTENSION, fileFor, isSameFile, type Place, Places } from './places.ts'
import { TreeScanner } from './scan-tree.ts'
import { SPEC_FILE } from './spec-file.ts'
import { emptyBin, findInTrash, moveToTrash } from './trash.ts'

export interface LibraryOptions {
  /** The workspace folder; made if it is not there. */
  readonly folder: string
  /** Called after each change this library made to the workspace. */
  readonly onChange: () => void
}

/** The 'library.*' calls of shared/contract.ts. Every method throws AppErrors with 'library.*' codes. */
export interface Library {
  readonly tree: () => Promise<LibraryNode[]>
  readonly read: (path: LibraryPath) => Promise<SavedSpec>
  readonly create: (folder: LibraryPath, name: string, saved: SavedSpec) => Promise<LibraryPath>
  readonly save: (path: LibraryPath, saved: SavedSpec) => Promise<void>
  /** Makes a folder with all that is to stand in it, as a whole or not at all; its name is numbered if taken. */
  readonly createTree: (folder: LibraryPath, tree: NewTree) => Promise<LibraryPath>
  readonly createFolder: (folder: LibraryPath, name: string) => Promise<LibraryPath>
  readonly rename: (path: LibraryPath, name: string) => Promise<LibraryPath>
  readonly move: (path: LibraryPath, folder: LibraryPath) => Promise<LibraryPath>
  readonly duplicate: (path: LibraryPath) => Promise<LibraryPath>
  readonly delete: (path: LibraryPath) => Promise<{ trash: string }>
  readonly restore: (trash: string) => Promise<LibraryPath>
  /** What a folder says of itself; '' is the workspace. */
  readonly readFolder: (path: LibraryPath) => Promise<FolderSettings>
  readonly saveFolder: (path: LibraryPath, settings: FolderSettings) => Promise<void>
  /** By name. */
  readonly environments: () => Promise<NamedEnvironment[]>
  /** Makes it if there is none of that name. */
  readonly saveEnvironment: (name: string, environment: Environment) => Promise<void>
  readonly deleteEnvironment: (name: string) => Promise<void>
}

/**
 * Opens a workspace: a folder of YAML files that belongs to a person and their team, not to Sockscope.
 * Files may change under it at any time; what was not read here is never overwritten.
 *
 * @throws AppError 'library.io' if the folder cannot be made
 */
export async function openLibrary({ folder, onChange }: LibraryOptions): Promise<Library> {
  const root = await saying(async () => {
    await mkdir(resolve(folder), { recursive: true })
    return realpath(folder)
  })
  const disk = new LibraryOnDisk(root)
  const inTurn = createWriteQueue()
  const changing = <T>(job: () => Promise<T>): Promise<T> =>
    inTurn(async () => {
      const result = await saying(job)
      onChange()
      return result
    })
  return {
    tree: () => saying(() => disk.tree()),
    // In turn with the writes, so that what was read is what the next save compares with.
    read: (path) => inTurn(() => saying(() => disk.read(path))),
    create: (parent, name, saved) => changing(() => disk.create(parent, name, saved)),
    save: (path, saved) =>
      inTurn(async () => {
        if (await saying(() => disk.save(path, saved))) onChange()
      }),
    createTree: (parent, tree) => changing(() => disk.createTree(parent, tree)),
    createFolder: (parent, name) => changing(() => disk.createFolder(parent, name)),
    rename: (path, name) => changing(() => disk.rename(path, name)),
    move: (path, target) => changing(() => disk.move(path, target)),
    duplicate: (path) => changing(() => disk.duplicate(path)),
    delete: (path) => changing(() => disk.delete(path)),
    restore: (trash) => changing(() => disk.restore(trash)),
    readFolder: (path) => inTurn(() => saying(() => disk.folders.read(path))),
    saveFolder: (path, settings) => changing(() => disk.folders.save(path, settings)),
    environments: () => inTurn(() => saying(() => disk.environments.list())),
    saveEnvironment: (name, environment) => changing(() => disk.environments.save(name, environment)),
    deleteEnvironment: (name) => changing(() => disk.environments.delete(name)),
  }
}

class LibraryOnDisk {
  readonly #root: string
  readonly #places: Places
  readonly #scanner: TreeScanner
  readonly #files = new KnownFiles()
  readonly folders: FolderFiles
  readonly environments: EnvironmentFiles

  constructor(root: string) {
    this.#root = root
    this.#places = new Places(root)
    this.#scanner = new TreeScanner(this.#places)
    this.folders = new FolderFiles(this.#places, this.#files)
    this.environments = new EnvironmentFiles(root, this.#files)
  }

  tree(): Promise<LibraryNode[]> {
    return this.#scanner.scan()
  }

  async read(path: LibraryPath): Promise<SavedSpec> {
    const { file } = await this.#places.findSpec(path)
    return this.#files.read(file, (bytes) => SPEC_FILE.read(bytes, path + extensionFor(path)))
  }

  async create(folder: LibraryPath, name: string, saved: SavedSpec): Promise<LibraryPath> {
    const text = SPEC_FILE.create(saved)
    const { file, path } = await this.#newPlace(await this.#places.findFolder(folder), checkName(name), 'spec')
    await this.#files.create(file, text)
    return path
  }

  /** @returns whether the file changed */
  async save(path: LibraryPath, saved: SavedSpec): Promise<boolean> {
    const { file } = await this.#places.findSpec(path)
    return this.#files.edit(file, path, (bytes) => SPEC_FILE.edit(bytes, saved, path + extensionFor(path)))
  }

  async createFolder(folder: LibraryPath, name: string): Promise<LibraryPath> {
    const { file, path } = await this.#newPlace(await this.#places.findFolder(folder), checkName(name), 'folder')
    await mkdir(file)
    return path
  }

  async rename(path: LibraryPath, name: string): Promise<LibraryPath> {
    const place = await this.#places.find(path)
    return this.#moveTo(place, dirname(place.file), checkName(name))
  }

  async move(path: LibraryPath, folder: LibraryPath): Promise<LibraryPath> {
    const place = await this.#places.find(path)
    const target = await this.#places.findFolder(folder)
    if (place.kind === 'folder' && `${await realpath(target)}/`.startsWith(`${await realpath(place.file)}/`)) {
      throw new AppError('input.invalid', `"${place.name}" cannot be moved into itself.`)
    }
    return this.#moveTo(place, target, place.name)
  }

  async duplicate(path: LibraryPath): Promise<LibraryPath> {
    const { kind, name, file } = await this.#places.find(path)
    return this.#whole(dirname(file), name, kind, (unfinished) =>
      cp(file, unfinished, { recursive: true, verbatimSymlinks: true, errorOnExist: true }),
    )
  }

  async createTree(folder: LibraryPath, tree: NewTree): Promise<LibraryPath> {
    const name = checkName(tree.folders[0]?.name ?? '')
    return this.#whole(await this.#places.findFolder(folder), name, 'folder', async (unfinished) => {
      await mkdir(unfinished)
      await writeNewTree(unfinished, tree)
    })
  }

  /** Makes something under a hidden name, and gives it its own when it is whole. */
  async #whole(folder: string, name: string, kind: Place['kind'], make: (unfinished: string) => Promise<void>): Promise<LibraryPath> {
    const unfinished = join(folder, `.sockscope-${randomBytes(6).toString('hex')}.tmp`)
    try {
      await make(unfinished)
      const place = await this.#newPlace(folder, name, kind)
      await rename(unfinished, place.file)
      return place.path
    } finally {
      await rm(unfinished, { recursive: true, force: true })
    }
  }

  async delete(path: LibraryPath): Promise<{ trash: string }> {
    const place = await this.#places.find(path)
    const trash = await moveToTrash(this.#root, place)
    this.#files.forget(place.file)
    return { trash }
  }

  async restore(trash: string): Promise<LibraryPath> {
    const trashed = await findInTrash(this.#root, trash)
    const folder = trashed.folder.length === 0 ? this.#root : await this.#madeFolder(trashed.folder)
    const { file, path } = await this.#newPlace(folder, trashed.name, trashed.kind)
    await rename(trashed.file, file)
    await emptyBin(trashed)
    return path
  }

  /** A folder that was there when something was deleted from it, made anew where it is gone. */
  async #madeFolder(names: readonly string[]): Promise<string> {
    let folder = this.#root
    for (const [index] of names.entries()) {
      const path = names.slice(0, index + 1).join('/') as LibraryPath
      try {
        folder = await this.#places.findFolder(path)
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'library.not-found') throw error
        folder = join(folder, names[index] ?? '')
        await mkdir(folder)
      }
    }
    return folder
  }

  async #newPlace(folder: string, name: string, kind: Place['kind']): Promise<{ readonly file: string; readonly path: LibraryPath }> {
    const file = fileFor(folder, freeName(name, await this.#places.takenNames(folder)), kind)
    return { file, path: this.#places.pathOf(file, kind) }
  }

  async #moveTo({ file, kind, path }: Place, folder: string, name: string): Promise<LibraryPath> {
    const target = fileFor(folder, name, kind)
    if (target === file) return path
    const isTaken = await this.#places.takenNames(folder, file)
    if (isTaken(name) && !(await isSameFile(file, target))) {
      throw new AppError('library.exists', `There is already a "${name}" in that folder.`, {
        hint: 'Choose another name, or rename the other one first.',
      })
    }
    await rename(file, target)
    this.#files.moved(file, target)
    return this.#places.pathOf(target, kind)
  }
}

const extensionFor = (path: string): string => (path.endsWith(EXTENSION) ? '' : EXTENSION)

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'Access to it is denied.',
  EPERM: 'Access to it is denied.',
  EROFS: 'The file system is read-only.',
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk quota is used up.',
  EXDEV: 'It would have to move to another file system.',
  ENOENT: 'It is not there any more.',
  ENOTDIR: 'Something on its path is not a folder.',
}

/** Gives the file system's errors a code and a sentence. */
async function saying<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await job()
  } catch (error) {
    const code = codeOf(error)
    if (error instanceof AppError || code === '' || !(error instanceof Error)) throw error
    if (code === 'EEXIST')
      throw new AppError('library.exists', 'Something of that name appeared there a moment ago.', { hint: 'Try again.', cause: error })
    const where = 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : ''
    throw new AppError('library.io', `The workspace could not be used${where}: ${REASONS[code] ?? error.message}`, {
      hint: 'Check the folder and its permissions, then try again.',
      cause: error,
    })
  }
}
