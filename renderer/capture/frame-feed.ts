import type { FrameRow } from '#shared/model/frame.ts'

/** A row as the list shows it; `isHit` where rows around a query's hits stand among them. */
export type ListedRow = FrameRow & { readonly isHit?: boolean }

/** Reads rows [first, first + count) by their positions; fewer at the end. */
export type PullRows = (first: number, count: number) => Promise<readonly ListedRow[]>

const PAGE_ROWS = 128
/** Pages kept; the engine holds them all, so whatever is dropped can be asked for again. */
const MAX_PAGES = 48

/**
 * The rows of one source, by their positions, pulled as they are looked at. While the list follows the tail, `shown`
 * grows only when the rows it would show have arrived, so that the tail never flickers; otherwise a
 * row that has not arrived is undefined for a moment.
 */
export class FrameFeed {
  readonly #pull: PullRows
  readonly #onFailure: (error: unknown) => void
  readonly #pages = new Map<number, (ListedRow | undefined)[]>()
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

  row(position: number): ListedRow | undefined {
    return this.#pages.get(Math.floor(position / PAGE_ROWS))?.[position % PAGE_ROWS]
  }

  /** There are `total` rows by now. `tailRows` are in view at the end; 0 if the list does not follow. */
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
    for (let position = Math.max(first, page * PAGE_ROWS); position < Math.min(end, (page + 1) * PAGE_ROWS); position++) {
      if (!rows?.[position % PAGE_ROWS]) return true
    }
    return false
  }

  async #pullPage(page: number): Promise<void> {
    if (this.#asked.has(page)) return
    this.#asked.add(page)
    try {
      this.#keep(page * PAGE_ROWS, await this.#pull(page * PAGE_ROWS, PAGE_ROWS))
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
        this.#keep(first, await this.#pull(first, total - first))
        this.#shown = total
        this.#changed()
      }
    } catch (error) {
      this.#onFailure(error)
    } finally {
      this.#isPullingTail = false
    }
  }

  #keep(first: number, rows: readonly ListedRow[]): void {
    for (const [index, row] of rows.entries()) {
      const position = first + index
      const number = Math.floor(position / PAGE_ROWS)
      const page = this.#pages.get(number) ?? []
      page[position % PAGE_ROWS] = row
      // Set again, so that the map's order is the order of use.
      this.#pages.delete(number)
      this.#pages.set(number, page)
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
