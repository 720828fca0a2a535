import type { Dirent } from 'node:fs'
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, type Failure, failureOf } from '#shared/errors.ts'
import type { LibraryNode } from '#shared/model/library.ts'
import { MAX_FILE_BYTES } from './file-kind.ts'
import { EXTENSION, isIgnored, nameOf, type Places } from './places.ts'
import { SPEC_FILE } from './spec-file.ts'

const FILES_AT_ONCE = 16
const MAX_DEPTH = 32

/** Natural order: "room 2" before "room 10", whatever the case. */
const inOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

type Reading = { readonly url: string } | { readonly failure: Failure }

interface KnownFile {
  /** Changes when the file does. */
  readonly stamp: string
  readonly reading: Reading
}

/** Builds the tree. Remembers what each file said, so that only files that changed are read again. */
export class TreeScanner {
  readonly #places: Places
  #known = new Map<string, KnownFile>()
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(places: Places) {
    this.#places = places
  }

  /** @throws the file system's error if the workspace folder itself cannot be listed */
  async scan(): Promise<LibraryNode[]> {
    const seen = new Map<string, KnownFile>()
    const nodes = await this.#folder(this.#places.root, [this.#places.root], seen)
    this.#known = seen
    return nodes
  }

  async #folder(folder: string, chain: readonly string[], seen: Map<string, KnownFile>): Promise<LibraryNode[]> {
    const listed = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !isIgnored(name))
    const entries = (await Promise.all(listed.map((entry) => this.#resolve(folder, entry, chain)))).filter((entry) => entry !== null)
    const folders = new Set(entries.filter(({ kind }) => kind === 'folder').map(({ name }) => name))
    const nodes = await Promise.all(
      entries.map(async ({ kind, name, file, real }): Promise<LibraryNode> => {
        if (kind === 'spec') return this.#spec(file, name, folders.has(name), seen)
        const children = await this.#folder(file, [...chain, real], seen)
        return { kind, name, path: this.#places.pathOf(file, kind), children }
      }),
    )
    return nodes.sort((a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || inOrder.compare(a.name, b.name))
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

  async #spec(file: string, name: string, hasFolderOfItsName: boolean, seen: Map<string, KnownFile>): Promise<LibraryNode> {
    const path = this.#places.pathOf(file, 'spec', hasFolderOfItsName)
    const reading = await this.#oneOfFew(() => this.#read(file, `${name}${EXTENSION}`, seen))
    return 'url' in reading ? { kind: 'spec', path, name, url: reading.url } : { kind: 'broken', path, name, failure: reading.failure }
  }

  async #read(file: string, title: string, seen: Map<string, KnownFile>): Promise<Reading> {
    try {
      const { size, mtimeMs, ctimeMs, ino } = await stat(file)
      const stamp = `${size} ${mtimeMs} ${ctimeMs} ${ino}`
      const known = this.#known.get(file)
      const reading = known?.stamp === stamp ? known.reading : await readUrl(file, title)
      seen.set(file, { stamp, reading })
      return reading
    } catch (error) {
      return { failure: failureOf(unreadable(error, title)) }
    }
  }

  async #oneOfFew<T>(job: () => Promise<T>): Promise<T> {
    if (this.#running >= FILES_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#running++
    try {
      return await job()
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }
}

async function readUrl(file: string, title: string): Promise<Reading> {
  try {
    return { url: SPEC_FILE.read(await readBounded(file), title).spec.url }
  } catch (error) {
    return { failure: failureOf(unreadable(error, title)) }
  }
}

const unreadable = (error: unknown, title: string): AppError =>
  error instanceof AppError
    ? error
    : new AppError('library.io', `${title} could not be read: ${error instanceof Error ? error.message : error}`, { cause: error })

/** The bytes of a file, one more than the limit at most, however large it is or grows. */
export async function readBounded(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const bytes = new Uint8Array(Math.min(size, MAX_FILE_BYTES) + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length)
      length += bytesRead
      if (bytesRead === 0 || length === bytes.length) break
    }
    return bytes.subarray(0, length)
  } finally {
    await handle.close()
  }
}
