import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { CaptureId } from '#shared/model/ids.ts'
import type { CaptureReader } from './capture.ts'
import { folderOfCapture, isCaptureId } from './capture-folders.ts'
import { captureReader } from './capture-reader.ts'
import { unknownCapture } from './unknown-capture.ts'
import type { WorkerLink } from './worker-link.ts'

/** Captures held open at once; each takes two file handles. */
const MOST_OPEN = 16

/** Ended captures by their id: opened when they are asked for, read-only; the ones not asked for in a long time are closed again. */
export class StoredCaptures {
  readonly #folder: string
  /** A worker of its own: whoever reads an old capture makes no recording wait. */
  readonly #link: () => WorkerLink
  /** The worker's numbers, the one asked for last at the end. */
  readonly #open = new Map<CaptureId, Promise<number>>()
  /** Files that stand elsewhere, by the ids they were given. */
  readonly #files = new Map<CaptureId, string>()
  #lastNumber = 0

  constructor(folder: string, link: () => WorkerLink) {
    this.#folder = folder
    this.#link = link
  }

  /** @returns an id for a `.sockscope` file, the same one for the same path */
  addFile(path: string): CaptureId {
    for (const [id, known] of this.#files) if (known === path) return id
    // Not of the form of an id of the folder, so that it is never taken for one.
    const id = `file-${randomBytes(8).toString('hex')}` as CaptureId
    this.#files.set(id, path)
    return id
  }

  /** Lets go of its files; a file that was added is not known any more. */
  async forget(id: CaptureId): Promise<void> {
    await this.release(id)
    this.#files.delete(id)
  }

  /** Opens nothing by itself; that there is no such capture, or that it cannot be read, is what its questions are answered with. */
  reader(id: CaptureId): CaptureReader {
    return captureReader((name, input, transfer) =>
      this.#number(id).then((capture) => this.#link().call(name, { ...input, capture }, transfer)),
    )
  }

  /** Lets go of its files. Asked again, it is opened again. */
  async release(id: CaptureId): Promise<void> {
    const opened = this.#open.get(id)
    this.#open.delete(id)
    // What could not be opened need not be closed.
    const capture = await opened?.catch(() => undefined)
    if (capture !== undefined) await this.#link().call('close', { capture, remove: false })
  }

  #number(id: CaptureId): Promise<number> {
    const known = this.#open.get(id)
    const number = known ?? this.#begin(id)
    // What could not be opened is tried again when it is asked for again.
    if (known === undefined) number.catch(() => this.#open.get(id) === number && this.#open.delete(id))
    this.#open.delete(id)
    this.#open.set(id, number)
    const [oldest] = this.#open.keys()
    if (this.#open.size > MOST_OPEN && oldest !== undefined) void this.release(oldest)
    return number
  }

  #pathOf(id: CaptureId): string {
    const file = this.#files.get(id)
    if (file !== undefined) return file
    const path = folderOfCapture(this.#folder, id)
    // Ids come from a window: what is none could lead anywhere.
    if (!isCaptureId(id) || !existsSync(path)) throw unknownCapture(id)
    return path
  }

  async #begin(id: CaptureId): Promise<number> {
    const capture = ++this.#lastNumber
    await this.#link().call('open', { capture, path: this.#pathOf(id) })
    return capture
  }
}
