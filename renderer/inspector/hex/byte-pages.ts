export const PAGE_BYTES = 64 * 1024
/** Pages kept (8 MiB); whatever is dropped can be asked for again. */
const MAX_PAGES = 128

/** Bytes of a payload of any length, pulled as they are looked at. */
export class BytePages {
  readonly #read: (first: number, count: number) => Promise<Uint8Array>
  readonly #onFailure: (error: unknown) => void
  readonly #pages = new Map<number, Uint8Array>()
  readonly #asked = new Set<number>()
  readonly #listeners = new Set<() => void>()
  #version = 0

  /** `head` is the start of the payload, as far as it is known already. */
  constructor(head: Uint8Array, read: (first: number, count: number) => Promise<Uint8Array>, onFailure: (error: unknown) => void) {
    this.#read = read
    this.#onFailure = onFailure
    for (let page = 0; (page + 1) * PAGE_BYTES <= head.length && page < MAX_PAGES; page++) {
      this.#pages.set(page, head.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES))
    }
    const rest = head.length % PAGE_BYTES
    if (rest > 0) this.#pages.set(Math.floor(head.length / PAGE_BYTES), head.subarray(head.length - rest))
  }

  /** Subscribes to changes of `version`; returns the undo. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Changes whenever bytes have arrived. */
  readonly version = (): number => this.#version

  /** Undefined while it has not arrived. */
  byteAt(offset: number): number | undefined {
    return this.#pages.get(Math.floor(offset / PAGE_BYTES))?.[offset % PAGE_BYTES]
  }

  /** These bytes are in view: asks for the pages that are missing. */
  look(first: number, count: number): void {
    for (let page = Math.floor(first / PAGE_BYTES); page * PAGE_BYTES < first + count; page++) void this.#pull(page)
  }

  async #pull(page: number): Promise<void> {
    if (this.#pages.has(page) || this.#asked.has(page)) return
    this.#asked.add(page)
    try {
      this.#pages.set(page, await this.#read(page * PAGE_BYTES, PAGE_BYTES))
      for (const oldest of this.#pages.keys()) {
        if (this.#pages.size <= MAX_PAGES) break
        this.#pages.delete(oldest)
      }
      this.#version++
      for (const listener of this.#listeners) listener()
    } catch (error) {
      this.#onFailure(error)
    } finally {
      this.#asked.delete(page)
    }
  }
}
