import { readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import { codeOf } from '../files/atomic-write.ts'
import { nameKey } from './names.ts'

export const EXTENSION = '.yaml'

/** Where something of the library stands on disk. */
export interface Place {
  readonly kind: 'spec' | 'folder'
  readonly path: LibraryPath
  /** The name people see. */
  readonly name: string
  /** Absolute path of the file or folder. */
  readonly file: string
}

/** What a folder says for all that stands in it. */
export const FOLDER_FILE_NAME = `folder${EXTENSION}`
/** Of the workspace: a file for each environment. */
export const ENVIRONMENTS_FOLDER = 'environments'

/** Dot files, temporary files and the trash are none of the library's, nor are installed packages. */
export const isIgnored = (entry: string): boolean => entry.startsWith('.') || entry === 'node_modules'

/** True for what stands in a workspace beside specs and folders and is shown elsewhere; `folder` is absolute. */
export const isApart = (root: string, folder: string, entry: string): boolean =>
  entry === FOLDER_FILE_NAME || (folder === root && entry === ENVIRONMENTS_FOLDER)

/** Finds what a path of the library means on disk, and never leaves the workspace. */
export class Places {
  readonly root: string

  /** @param root absolute path of the workspace folder, free of symbolic links */
  constructor(root: string) {
    this.root = root
  }

  /**
   * The spec or folder at `path`. Where a folder and a spec have one name, the spec's path ends with its extension (see pathOf).
   *
   * @throws AppError 'library.not-found', 'library.outside'
   */
  async find(path: LibraryPath): Promise<Place> {
    const place = (await this.#folderAt(path)) ?? (await this.#specAt(path))
    return place ?? this.#missing(path)
  }

  /** Like find, but means the spec where a folder has the same name. */
  async findSpec(path: LibraryPath): Promise<Place> {
    return (await this.#specAt(path)) ?? this.#missing(path)
  }

  /** The absolute path of a folder; '' is the workspace. */
  async findFolder(path: LibraryPath): Promise<string> {
    if (path === '') return this.root
    return ((await this.#folderAt(path)) ?? this.#missing(path)).file
  }

  /** A check for names that are taken in a folder, by a spec or a folder, whatever their case; `except` is not counted. */
  async takenNames(folder: string, except?: string): Promise<(name: string) => boolean> {
    const entries = (await readdir(folder)).filter((entry) => join(folder, entry) !== except)
    const taken = new Set(entries.flatMap((entry) => [nameKey(entry), ...(entry.endsWith(EXTENSION) ? [nameKey(nameOf(entry))] : [])]))
    return (name) => taken.has(nameKey(name)) || taken.has(nameKey(name + EXTENSION))
  }

  /** The library's path of a file or folder of the workspace. A spec beside a folder of its name keeps its extension. */
  pathOf(file: string, kind: Place['kind'], hasFolderOfItsName = false): LibraryPath {
    const path = relative(this.root, file).split(sep).join('/')
    return (kind === 'folder' || hasFolderOfItsName ? path : nameOf(path)) as LibraryPath
  }

  /** True if `target`, free of symbolic links, is the workspace or in it. */
  holds(target: string): boolean {
    return target === this.root || target.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep)
  }

  async #folderAt(path: LibraryPath): Promise<Place | null> {
    const file = this.#fileOf(path)
    return (await this.#isThere(file, 'folder')) ? { kind: 'folder', path, name: lastOf(path), file } : null
  }

  async #specAt(path: LibraryPath): Promise<Place | null> {
    const file = this.#fileOf(path)
    if (await this.#isThere(file + EXTENSION, 'spec')) return { kind: 'spec', path, name: lastOf(path), file: file + EXTENSION }
    if (!path.endsWith(EXTENSION) || !(await this.#isThere(file, 'spec'))) return null
    return { kind: 'spec', path, name: nameOf(lastOf(path)), file }
  }

  async #isThere(file: string, kind: Place['kind']): Promise<boolean> {
    try {
      const real = await realpath(file)
      if (!this.holds(real)) throw outside(relative(this.root, file), 'a symbolic link leads out of the workspace')
      const facts = await stat(real)
      return kind === 'folder' ? facts.isDirectory() : facts.isFile()
    } catch (error) {
      if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(codeOf(error))) return false
      throw error
    }
  }

  #fileOf(path: LibraryPath): string {
    const segments = path.split('/')
    for (const segment of segments) {
      if (segment === '' || segment === '..' || segment === '.') throw outside(path, 'it is not a plain path within the workspace')
      if (/[\\\0]/.test(segment) || (sep === '\\' && segment.includes(':')))
        throw outside(path, 'it holds a character that paths here cannot have')
      if (isIgnored(segment)) throw outside(path, `"${segment}" is not part of the library`)
    }
    if (segments[0] === ENVIRONMENTS_FOLDER || ['folder', FOLDER_FILE_NAME].includes(segments.at(-1) ?? '')) {
      throw outside(path, 'that place is kept for folder.yaml and the environments')
    }
    return join(this.root, ...segments)
  }

  #missing(path: LibraryPath): never {
    throw new AppError('library.not-found', `There is no "${path}" in the workspace any more.`, {
      hint: 'It may have been moved or deleted outside Sockscope.',
    })
  }
}

export const nameOf = (file: string): string => file.slice(0, -EXTENSION.length)

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export function outside(path: string, reason: string): AppError {
  return new AppError('library.outside', `"${path.replaceAll('\0', '�')}" is not in the library: ${reason}.`)
}

/** Where a thing of this name would stand. */
export const fileFor = (folder: string, name: string, kind: Place['kind']): string =>
  join(folder, kind === 'spec' ? name + EXTENSION : name)

/** True if both paths lead to one thing, as they do on a file system that ignores case. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  try {
    const [first, second] = await Promise.all([stat(a, { bigint: true }), stat(b, { bigint: true })])
    return first.ino === second.ino && first.dev === second.dev
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}
