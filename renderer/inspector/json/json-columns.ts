import { type JsonColumns, NONE } from './json-document.ts'

const FIRST_CAPACITY = 256

/** Nodes as they are read, in columns that grow. */
export class GrowingColumns {
  count = 0
  #columns = allocate(FIRST_CAPACITY)

  get columns(): JsonColumns {
    return this.#columns
  }

  /** Adds a node whose end and children are not known yet; returns its number. */
  add(kind: number, start: number, parent: number, key: { readonly start: number; readonly end: number } | null): number {
    if (this.count === this.#columns.kind.length) this.#columns = grown(this.#columns)
    const node = this.count++
    const columns = this.#columns
    columns.kind[node] = kind
    columns.start[node] = start
    columns.parent[node] = parent
    columns.keyStart[node] = key ? key.start : NONE
    columns.keyEnd[node] = key ? key.end : NONE
    if (parent !== NONE) columns.children[parent] = (columns.children[parent] ?? 0) + 1
    return node
  }

  /** The value ends before `end`, and its subtree with the newest node. */
  finish(node: number, end: number): void {
    this.#columns.end[node] = end
    this.#columns.next[node] = this.count
  }
}

function allocate(capacity: number): JsonColumns {
  const numbers = (): Uint32Array => new Uint32Array(capacity)
  return {
    kind: new Uint8Array(capacity),
    start: numbers(),
    end: numbers(),
    keyStart: numbers(),
    keyEnd: numbers(),
    parent: numbers(),
    children: numbers(),
    next: numbers(),
  }
}

function grown(columns: JsonColumns): JsonColumns {
  const larger = allocate(columns.kind.length * 2)
  larger.kind.set(columns.kind)
  larger.start.set(columns.start)
  larger.end.set(columns.end)
  larger.keyStart.set(columns.keyStart)
  larger.keyEnd.set(columns.keyEnd)
  larger.parent.set(columns.parent)
  larger.children.set(columns.children)
  larger.next.set(columns.next)
  return larger
}
