export const JSON_KINDS = ['object', 'array', 'string', 'number', 'true', 'false', 'null'] as const
export type JsonKind = (typeof JSON_KINDS)[number]

/** Stands where there is no parent and no key. */
export const NONE = 0xffff_ffff

/** The columns of a document's nodes, in the order in which they stand in the text (a parent before its children). */
export interface JsonColumns {
  /** Index into JSON_KINDS. */
  readonly kind: Uint8Array
  /** UTF-16 offsets of the value, [start, end). */
  readonly start: Uint32Array
  readonly end: Uint32Array
  /** UTF-16 offsets of the member's name with its quotes; NONE for elements and the root. */
  readonly keyStart: Uint32Array
  readonly keyEnd: Uint32Array
  readonly parent: Uint32Array
  readonly children: Uint32Array
  /** First node behind this one's subtree: its next sibling, if it has one. */
  readonly next: Uint32Array
}

/**
 * A JSON text that was read and not turned into anything: every number, string and name is the slice of the
 * text it was written as, duplicates of a name included. Nodes are numbers, so that millions of them fit.
 */
export class JsonDocument {
  readonly text: string
  /** Nodes; the root is 0. */
  readonly count: number
  readonly #columns: JsonColumns

  constructor(text: string, count: number, columns: JsonColumns) {
    this.text = text
    this.count = count
    this.#columns = columns
  }

  kind(node: number): JsonKind {
    return JSON_KINDS[this.#columns.kind[node] ?? 0] ?? 'null'
  }

  isContainer(node: number): boolean {
    return (this.#columns.kind[node] ?? 0) < 2
  }

  childCount(node: number): number {
    return this.#columns.children[node] ?? 0
  }

  /** Null for the root. */
  parent(node: number): number | null {
    const parent = this.#columns.parent[node] ?? NONE
    return parent === NONE ? null : parent
  }

  /** The value as written, at most `most` characters of it. */
  raw(node: number, most = Number.POSITIVE_INFINITY): string {
    const start = this.#columns.start[node] ?? 0
    return this.text.slice(start, Math.min(this.#columns.end[node] ?? 0, start + most))
  }

  /** UTF-16 units of the value as written. */
  length(node: number): number {
    return (this.#columns.end[node] ?? 0) - (this.#columns.start[node] ?? 0)
  }

  /** The member's name as written, quotes included; null where the node has none. */
  rawKey(node: number): string | null {
    const start = this.#columns.keyStart[node] ?? NONE
    return start === NONE ? null : this.text.slice(start, this.#columns.keyEnd[node])
  }

  /** The member's name as meant, escapes resolved. */
  key(node: number): string | null {
    const raw = this.rawKey(node)
    return raw === null ? null : decodeString(raw)
  }

  /** The innermost node whose value, or name, holds the character at `offset`. */
  nodeAt(offset: number): number {
    let [low, high] = [0, this.count]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#firstOf(middle) <= offset) low = middle + 1
      else high = middle
    }
    let node = Math.max(0, low - 1)
    while (node > 0 && (this.#columns.end[node] ?? 0) <= offset) node = this.parent(node) ?? 0
    return node
  }

  #firstOf(node: number): number {
    const keyStart = this.#columns.keyStart[node] ?? NONE
    return keyStart === NONE ? (this.#columns.start[node] ?? 0) : keyStart
  }

  /** The nodes right below, in order: those of position [from, to). */
  children(node: number, from = 0, to = this.childCount(node)): number[] {
    const nodes: number[] = []
    let child = node + 1
    for (let position = 0; position < Math.min(to, this.childCount(node)); position++) {
      if (position >= from) nodes.push(child)
      child = this.#columns.next[child] ?? NONE
    }
    return nodes
  }

  /**
   * Where the node stands, as a normalized path: `$['users'][0]['name']`. Where a name stands twice in an object
   * the path is that of both.
   *
   * @see RFC 9535 section 2.7
   */
  path(node: number): string {
    const segments: string[] = []
    for (let at = node, parent = this.parent(at); parent !== null; at = parent, parent = this.parent(at)) {
      const key = this.key(at)
      segments.push(key === null ? `[${this.position(at, parent)}]` : `['${escapeName(key)}']`)
    }
    return `$${segments.reverse().join('')}`
  }

  /** Place of a node among the children of its parent, from 0. */
  position(node: number, parent: number): number {
    let position = 0
    for (let sibling = parent + 1; sibling < node; sibling = this.#columns.next[sibling] ?? node) position++
    return position
  }
}

/** What a string of JSON says. `raw` was read by JsonReader, so it is one. */
export const decodeString = (raw: string): string => String(JSON.parse(raw))

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '\\': '\\\\',
}

const escapeName = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped
  name.replace(/[\u0000-\u001f'\\]/g, (sign) => NAMED_ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
