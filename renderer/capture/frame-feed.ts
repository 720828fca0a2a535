import type { FrameRow } from '#shared/model/frame.ts'

/** Reads rows [first, first + count); fewer where the capture ends. */
export type PullRows = (first: number, count: number) => Promise<readonly FrameRow[]>

const PAGE_ROWS = 128
/** Pages kept; the engine holds them all, so whatever is dropped can be asked for again. */
const MAX_PAGES = 48

/**
 * The rows of one capture, pulled as they are looked at. While the list follows the tail, `shown`
 * grows only when the rows it would show have arrived, so that the tail never flickers; otherwise a
 * row that has not arrived is undefined for a moment.
 */
export class FrameFeed {
  readonly #pull: PullRows
  readonly #onFailure: (error: unknown) => void
  readonly #pages = new Map<number, (FrameRow | undefined)[]>()
  readonly #asked = new Set<number>()
  readonly #listeners = new Set<() => void>()
  #total = 0
  #shown = 0
  #version = 0
  #tailRows = 0
  #isPullingTail = false

  /** `onFailure` hears why rows could not be read. */
  constructor(pull: PullRows, onFailure: (error: unknown) => void) {
    this.#pull = pull
    this.#onFailure = onFailure
  }

  /** Subscribes to changes of `version`; returns the undo. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Changes whenever anything below does. */
  readonly version = (): number => this.#version

  /** Rows the list may show. */
  get shown(): number {
    return this.#shown
  }

  row(seq: number): FrameRow | undefined {
    return this.#pages.get(Math.floor(seq / PAGE_ROWS))?.[seq % PAGE_ROWS]
  }

  /** The engine has `total` frames by now. `tailRows` are in view at the end; 0 if the list does not follow. */
  grow(total: number, tailRows: number): void {
    this.#total = total
    this.#tailRows = tailRows
    if (tailRows > 0) void this.#pullTail()
    else if (total !== this.#shown) {
      this.#shown = total
      this.#changed()
    }
  }

  /** These rows are in view: asks for those that are missing. */
  look(first: number, count: number): void {
    for (let page = Math.floor(first / PAGE_ROWS); page * PAGE_ROWS < first + count; page++) {
      if (this.#isMissing(page, first, Math.min(first + count, this.#shown))) void this.#pullPage(page)
    }
  }

  #isMissing(page: number, first: number, end: number): boolean {
    const rows = this.#pages.get(page)
    for (let seq = Math.max(first, page * PAGE_ROWS); seq < Math.min(end, (page + 1) * PAGE_ROWS); seq++) {
      if (!rows?.[seq % PAGE_ROWS]) return true
    }
    return false
  }

  async #pullPage(page: number): Promise<void> {
    if (this.#asked.has(page)) return
    this.#asked.add(page)
    try {
      this.#keep(await this.#pull(page * PAGE_ROWS, PAGE_ROWS))
      this.#changed()
    } catch (error) {
      this.#onFailure(error)
    } finally {
      this.#asked.delete(page)
    }
  }

  /** One pull at a time, each for the newest tail: a slow answer makes the next one longer, never later. */
  async #pullTail(): Promise<void> {
    if (this.#isPullingTail) return
    this.#isPullingTail = true
    try {
      while (this.#shown < this.#total) {
        const total = this.#total
        const first = Math.max(this.#shown, total - Math.max(this.#tailRows, 1))
        this.#keep(await this.#pull(first, total - first))
        this.#shown = total
        this.#changed()
      }
    } catch (error) {
      this.#onFailure(error)
    } finally {
      this.#isPullingTail = false
    }
  }

  #keep(rows: readonly FrameRow[]): void {
    for (const row of rows) {
      const index = Math.floor(row.seq / PAGE_ROWS)
      const page = this.#pages.get(index) ?? []
      page[row.seq % PAGE_ROWS] = row
      // Set again, so that the map's order is the order of use.
      this.#pages.delete(index)
      this.#pages.set(index, page)
    }
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= MAX_PAGES) break
      this.#pages.delete(oldest)
    }
  }

  #changed(): void {
    this.#version++
    for (const listener of this.#listeners) listener()
  }
}
