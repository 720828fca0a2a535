import { existsSync } from 'node:fs'
import { AppError } from '#shared/errors.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import type { CaptureReader } from './capture.ts'
import { captureReader } from './capture-reader.ts'
import type { WorkerLink } from './worker-link.ts'

/** Captures held open at once; each takes two file handles. */
const MOST_OPEN = 16

interface StoredCapturesOptions {
  /** A worker of its own: whoever reads an old capture makes no recording wait. */
  readonly link: () => WorkerLink
  /** Where the capture of an id stands. @throws AppError 'capture.unknown' */
  readonly pathOf: (id: CaptureId) => string
}

/** Ended captures by their id: opened when they are asked for, read-only; the ones not asked for in a long time are closed again. */
export class StoredCaptures {
  readonly #options: StoredCapturesOptions
  /** The worker's numbers, the one asked for last at the end. */
  readonly #open = new Map<CaptureId, Promise<number>>()
  #lastNumber = 0

  constructor(options: StoredCapturesOptions) {
    this.#options = options
  }

  /** Opens nothing by itself; that there is no such capture, or that it cannot be read, is what its questions are answered with. */
  reader(id: CaptureId): CaptureReader {
    return captureReader((name, input, transfer) =>
      this.#number(id).then((capture) => this.#options.link().call(name, { ...input, capture }, transfer)),
    )
  }

  async saveAs(id: CaptureId, path: string): Promise<void> {
    await this.#options.link().call('saveAs', { capture: await this.#number(id), path })
  }

  /** Lets go of its files. Asked again, it is opened again. */
  async release(id: CaptureId): Promise<void> {
    const opened = this.#open.get(id)
    this.#open.delete(id)
    // What could not be opened need not be closed.
    const capture = await opened?.catch(() => undefined)
    if (capture !== undefined) await this.#options.link().call('close', { capture, remove: false })
  }

  #number(id: CaptureId): Promise<number> {
    const number = this.#open.get(id) ?? this.#begin(id)
    this.#open.delete(id)
    this.#open.set(id, number)
    const [oldest] = this.#open.keys()
    if (this.#open.size > MOST_OPEN && oldest !== undefined) void this.release(oldest)
    return number
  }

  async #begin(id: CaptureId): Promise<number> {
    const capture = ++this.#lastNumber
    try {
      const path = this.#options.pathOf(id)
      if (!existsSync(path)) throw unknownCapture(id)
      await this.#options.link().call('open', { capture, path })
      return capture
    } catch (error) {
      this.#open.delete(id)
      throw error
    }
  }
}

export function unknownCapture(id: CaptureId): AppError {
  return new AppError('capture.unknown', `There is no capture ${JSON.stringify(id)}.`, {
    hint: 'It was deleted, or made room for newer ones.',
  })
}
