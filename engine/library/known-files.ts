import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { writeFileAtomic, writeNewFileAtomic } from '../files/atomic-write.ts'
import { readBounded } from './read-bounded.ts'

/** Files that anybody may change at any time: what was not read here is never overwritten. Paths are absolute. */
export class KnownFiles {
  /** What each file held when it was last read or written here. */
  readonly #hashes = new Map<string, string>()

  /** Reads a file to show it: a change from then on is a change of what was read. */
  async read<T>(file: string, read: (bytes: Uint8Array) => T): Promise<T> {
    const bytes = await readBounded(file)
    const value = read(bytes)
    this.#hashes.set(file, hashOf(bytes))
    return value
  }

  /** @throws an error with the code 'EEXIST' if something of that name is there */
  async create(file: string, text: string): Promise<void> {
    await writeNewFileAtomic(file, text)
    this.#hashes.set(file, hashOf(text))
  }

  /**
   * @param title what to call the file in a sentence
   * @returns whether the file changed
   * @throws AppError 'library.changed' if somebody else changed it since it was read here
   */
  async edit(file: string, title: string, edit: (bytes: Uint8Array) => string): Promise<boolean> {
    const bytes = await readBounded(file)
    const known = this.#hashes.get(file)
    if (known !== undefined && known !== hashOf(bytes)) {
      throw new AppError('library.changed', `"${title}" was changed outside Sockscope since it was opened here.`, {
        hint: 'Reload it, then make your change again.',
      })
    }
    const text = edit(bytes)
    const hash = hashOf(text)
    // Through the link, where the file is one: replacing the link would leave the file behind it as it was.
    const isChanged = hash !== hashOf(bytes)
    if (isChanged) await writeFileAtomic(await realpath(file), text)
    this.#hashes.set(file, hash)
    return isChanged
  }

  /** A file, or all in a folder, stands elsewhere now. */
  moved(file: string, target: string): void {
    for (const [known, hash] of this.#hashesIn(file)) {
      this.#hashes.delete(known)
      this.#hashes.set(target + known.slice(file.length), hash)
    }
  }

  /** A file, or all in a folder, is gone: what comes back under this path is another. */
  forget(file: string): void {
    for (const [known] of this.#hashesIn(file)) this.#hashes.delete(known)
  }

  #hashesIn(file: string): [file: string, hash: string][] {
    return [...this.#hashes].filter(([known]) => known === file || known.startsWith(file + sep))
  }
}

const hashOf = (contents: string | Uint8Array): string => createHash('sha256').update(contents).digest('hex')
