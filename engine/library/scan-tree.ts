import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { LibraryNode } from '#shared/model/library.ts'
import { FOLDER_FILE } from './folder-file.ts'
import { EXTENSION, FOLDER_FILE_NAME, isApart, isIgnored, nameOf, type Places } from './places.ts'
import { ReadingCache } from './reading-cache.ts'
import { SPEC_FILE } from './spec-file.ts'

const MAX_DEPTH = 32

/** Natural order: "room 2" before "room 10", whatever the case. */
const inOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Builds the tree. Remembers what each file said, so that only files that changed are read again. */
export class TreeScanner {
  readonly #places: Places
  readonly #urls = new ReadingCache((bytes, title) => SPEC_FILE.read(bytes, title).spec.url)
  readonly #orders = new ReadingCache((bytes, title) => FOLDER_FILE.read(bytes, title).order)

  constructor(places: Places) {
    this.#places = places
  }

  /** @throws the file system's error if the workspace folder itself cannot be listed */
  async scan(): Promise<LibraryNode[]> {
    const nodes = await this.#folder(this.#places.root, [this.#places.root])
    this.#urls.endScan()
    this.#orders.endScan()
    return nodes
  }

  async #folder(folder: string, chain: readonly string[]): Promise<LibraryNode[]> {
    const listed = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !isIgnored(name))
    const order = listed.some(({ name }) => name === FOLDER_FILE_NAME) ? await this.#order(folder) : []
    const shown = listed.filter(({ name }) => !isApart(this.#places.root, folder, name))
    const entries = (await Promise.all(shown.map((entry) => this.#resolve(folder, entry, chain)))).filter((entry) => entry !== null)
    const folders = new Set(entries.filter(({ kind }) => kind === 'folder').map(({ name }) => name))
    const nodes = await Promise.all(
      entries.map(async ({ kind, name, file, real }): Promise<LibraryNode> => {
        if (kind === 'spec') return this.#spec(file, name, folders.has(name))
        const children = await this.#folder(file, [...chain, real])
        return { kind, name, path: this.#places.pathOf(file, kind), children }
      }),
    )
    return inFolderOrder(nodes, order)
  }

  /** Null for what is not shown: other files, links out of the workspace, links that lead back to where they stand. */
  async #resolve(folder: string, entry: Dirent, chain: readonly string[]) {
    const file = join(folder, entry.name)
    const isSpecName = entry.name.endsWith(EXTENSION)
    const target = entry.isSymbolicLink()
      ? await this.#linkTarget(file, chain)
      : { real: file, isFolder: entry.isDirectory(), isFile: entry.isFile() }
    if (target?.isFolder) return chain.length < MAX_DEPTH ? { kind: 'folder' as const, name: entry.name, file, real: target.real } : null
    if (target?.isFile && isSpecName) return { kind: 'spec' as const, name: nameOf(entry.name), file, real: target.real }
    return null
  }

  async #linkTarget(file: string, chain: readonly string[]) {
    try {
      const real = await realpath(file)
      if (!this.#places.holds(real) || chain.includes(real)) return null
      const facts = await stat(real)
      return { real, isFolder: facts.isDirectory(), isFile: facts.isFile() }
    } catch (error) {
      // A link to nothing is none of the library's.
      if (error instanceof Error && 'code' in error) return null
      throw error
    }
  }

  async #spec(file: string, name: string, hasFolderOfItsName: boolean): Promise<LibraryNode> {
    const path = this.#places.pathOf(file, 'spec', hasFolderOfItsName)
    const reading = await this.#urls.read(file, `${name}${EXTENSION}`)
    return 'said' in reading ? { kind: 'spec', path, name, url: reading.said } : { kind: 'broken', path, name, failure: reading.failure }
  }

  /** A folder.yaml that is broken orders nothing; whoever opens the folder's settings is told why. */
  async #order(folder: string): Promise<readonly string[]> {
    const reading = await this.#orders.read(join(folder, FOLDER_FILE_NAME), FOLDER_FILE_NAME)
    return 'said' in reading ? reading.said : []
  }
}

/** As the folder says; what it does not name comes behind, folders first, then by name. */
function inFolderOrder(nodes: readonly LibraryNode[], order: readonly string[]): LibraryNode[] {
  const places = new Map(order.map((name, index) => [name, index] as const))
  const placeOf = ({ name }: LibraryNode): number => places.get(name) ?? order.length
  return nodes.toSorted(
    (a, b) => placeOf(a) - placeOf(b) || Number(b.kind === 'folder') - Number(a.kind === 'folder') || inOrder.compare(a.name, b.name),
  )
}
