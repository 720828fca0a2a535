import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'

/** Files a window gives or takes at the same time. */
const MOST_FILES = 64
const MOST_UPLOAD_BYTES = 16 * 2 ** 30
/** What an engine that was killed left is removed by a later one, when it is this old. */
const OLD_MS = 24 * 60 * 60 * 1000

/**
 * Files on their way between the engine and a window that cannot tell or take paths: given and taken piece by piece, so that
 * their size costs no memory. They are gone when they are let go of, or when the engine ends.
 */
export class Transfers {
  readonly #folder: string
  readonly #files = new Map<string, FileHandle>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Removes what killed engines left. */
  async tidy(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name)
      const { mtimeMs } = await stat(path)
      if (Date.now() - mtimeMs > OLD_MS) await rm(path, { force: true })
    }
  }

  /** A new, empty file. @returns its id */
  async begin(): Promise<string> {
    const id = this.#newId()
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    this.#files.set(id, await open(join(this.#folder, id), 'wx+', 0o600))
    return id
  }

  /** @throws AppError 'input.invalid' if it grows too large, 'capture.disk' */
  async append(id: string, bytes: Uint8Array): Promise<void> {
    const file = this.#find(id)
    const { size } = await file.stat()
    if (size + bytes.length > MOST_UPLOAD_BYTES) throw new AppError('input.invalid', 'The file is larger than any capture may be (16 GiB).')
    try {
      await file.appendFile(bytes)
    } catch (error) {
      throw new AppError('capture.disk', `The file could not be taken in: ${error instanceof Error ? error.message : String(error)}.`, {
        hint: 'Free some disk space, then try again.',
        cause: error,
      })
    }
  }

  /** Has `write` make a file at a path, and keeps it to be read. */
  async make(write: (path: string) => Promise<void>): Promise<{ readonly id: string; readonly sizeBytes: number }> {
    const id = this.#newId()
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const path = join(this.#folder, id)
    await write(path)
    const file = await open(path, 'r')
    this.#files.set(id, file)
    return { id, sizeBytes: (await file.stat()).size }
  }

  /** Fewer bytes than `count` at the end. */
  async read(id: string, first: number, count: number): Promise<Uint8Array> {
    const { buffer, bytesRead } = await this.#find(id).read(new Uint8Array(count), 0, count, first)
    return buffer.subarray(0, bytesRead)
  }

  /** @throws AppError 'input.invalid' if there is no such file */
  pathOf(id: string): string {
    this.#find(id)
    return join(this.#folder, id)
  }

  async end(id: string): Promise<void> {
    const file = this.#files.get(id)
    this.#files.delete(id)
    await file?.close()
    if (file) await rm(join(this.#folder, id), { force: true })
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#files.keys()].map((id) => this.end(id)))
  }

  #newId(): string {
    if (this.#files.size >= MOST_FILES) throw new AppError('input.invalid', `At most ${MOST_FILES} files are carried at once.`)
    return `${randomBytes(12).toString('hex')}.sockscope`
  }

  #find(id: string): FileHandle {
    const file = this.#files.get(id)
    if (file) return file
    throw new AppError('input.invalid', 'There is no such file on its way.')
  }
}
