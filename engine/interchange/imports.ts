import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { ImportedCapture } from '#shared/model/export.ts'
import type { ImportId } from '#shared/model/ids.ts'
import type { Captures } from '../capture/captures.ts'
import { importFile } from './capture/import-file.ts'
import { preparePassingFiles } from './passing-files.ts'

/** Files that windows hand in at the same time. */
const MOST_OPEN = 4
/** A capture holds less (CAPTURE_LIMIT_BYTES). */
const MOST_FILE_BYTES = 16 * 1024 ** 3

interface HandedIn {
  readonly path: string
  readonly file: FileHandle
  sizeBytes: number
}

/** Files that windows hand in, piece by piece: a page has no paths, and a bridge no message as long as a capture. */
export class Imports {
  readonly #captures: Captures
  readonly #folder: string
  readonly #open = new Map<ImportId, HandedIn>()

  constructor(captures: Captures, folder: string) {
    this.#captures = captures
    this.#folder = folder
  }

  /** @throws AppError 'import.too-large' if too many are open */
  async begin(): Promise<{ readonly id: ImportId }> {
    if (this.#open.size >= MOST_OPEN) throw tooLarge('Too many files are handed in at once')
    await preparePassingFiles(this.#folder)
    // The one place where these ids are made.
    const id = randomBytes(16).toString('hex') as ImportId
    const path = join(this.#folder, id)
    this.#open.set(id, { path, file: await open(path, 'wx', 0o600), sizeBytes: 0 })
    return { id }
  }

  /** The next bytes of the file. @throws AppError 'import.too-large' */
  async write(id: ImportId, bytes: Uint8Array): Promise<void> {
    const handedIn = this.#of(id)
    handedIn.sizeBytes += bytes.length
    if (handedIn.sizeBytes > MOST_FILE_BYTES) throw tooLarge('The file is larger than 16 GiB')
    await handedIn.file.writeFile(bytes)
  }

  /** All of it is there: makes captures of what is in it. @throws as importFile */
  async finish(id: ImportId): Promise<ImportedCapture[]> {
    const { path } = this.#of(id)
    await this.#of(id).file.close()
    this.#open.delete(id)
    try {
      const imported = await importFile(path, this.#captures)
      return await Promise.all(
        imported.map(async ({ id: capture, url, frames, capture: made }) => {
          await made.release()
          return { capture, url, frames }
        }),
      )
    } finally {
      await rm(path, { force: true })
    }
  }

  /** All of it is there: hands the file over as it is. @returns where it stands, until it is removed */
  async take(id: ImportId): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
    const { path, file } = this.#of(id)
    await file.close()
    this.#open.delete(id)
    return { path, remove: () => rm(path, { force: true }) }
  }

  /** Lets go of a file that is not finished. */
  async cancel(id: ImportId): Promise<void> {
    const handedIn = this.#open.get(id)
    this.#open.delete(id)
    await handedIn?.file.close()
    if (handedIn) await rm(handedIn.path, { force: true })
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#open.keys()].map((id) => this.cancel(id)))
  }

  #of(id: ImportId): HandedIn {
    const handedIn = this.#open.get(id)
    if (handedIn) return handedIn
    throw new AppError('input.invalid', 'This file is not being handed in.', { hint: 'Import it again.' })
  }
}

const tooLarge = (what: string): AppError => new AppError('import.too-large', `${what}.`, { hint: 'Export a part of it.' })
