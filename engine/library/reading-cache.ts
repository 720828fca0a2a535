import { stat } from 'node:fs/promises'
import { AppError, type Failure, failureOf } from '#shared/errors.ts'
import { readBounded } from './read-bounded.ts'

const FILES_AT_ONCE = 16

export type Reading<Said> = { readonly said: Said } | { readonly failure: Failure }

interface KnownReading<Said> {
  /** Changes when the file does. */
  readonly stamp: string
  readonly reading: Reading<Said>
}

/** What files say, each read again only when it changed. Files that a scan did not ask for are forgotten at its end. */
export class ReadingCache<Said> {
  readonly #read: (bytes: Uint8Array, title: string) => Said
  #known = new Map<string, KnownReading<Said>>()
  #seen = new Map<string, KnownReading<Said>>()
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(read: (bytes: Uint8Array, title: string) => Said) {
    this.#read = read
  }

  endScan(): void {
    this.#known = this.#seen
    this.#seen = new Map()
  }

  /** A few at once; never rejects. */
  async read(file: string, title: string): Promise<Reading<Said>> {
    if (this.#running >= FILES_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#running++
    try {
      const { size, mtimeMs, ctimeMs, ino } = await stat(file)
      const stamp = `${size} ${mtimeMs} ${ctimeMs} ${ino}`
      const known = this.#known.get(file)
      const reading = known?.stamp === stamp ? known.reading : await this.#readNow(file, title)
      this.#seen.set(file, { stamp, reading })
      return reading
    } catch (error) {
      return { failure: failureOf(unreadable(error, title)) }
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }

  async #readNow(file: string, title: string): Promise<Reading<Said>> {
    try {
      return { said: this.#read(await readBounded(file), title) }
    } catch (error) {
      return { failure: failureOf(unreadable(error, title)) }
    }
  }
}

const unreadable = (error: unknown, title: string): AppError =>
  error instanceof AppError
    ? error
    : new AppError('library.io', `${title} could not be read: ${error instanceof Error ? error.message : error}`, { cause: error })
