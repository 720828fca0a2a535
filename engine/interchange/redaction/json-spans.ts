import type { Span } from './json-members.ts'

/** Names and indices from the root. */
export type Location = readonly (string | number)[]

interface Wanted {
  isTarget: boolean
  readonly children: Map<string, Wanted>
}

/** Deeper than this a message is not followed. */
const MOST_DEPTH = 500

class TooDeep extends Error {}

/**
 * Where values stand in a JSON text. Of members that are doubled all are found, since who reads the text may take either.
 *
 * @param text valid JSON, its bytes read as Latin-1
 * @returns spans in order, without those that lie within others; null for what is nested too deep
 */
export function spansOf(text: string, locations: readonly Location[]): Span[] | null {
  const root = treeOf(locations)
  const spans: Span[] = []
  try {
    new Walker(text, spans).value(root, 0)
    return spans
  } catch (error) {
    if (error instanceof TooDeep) return null
    throw error
  }
}

function treeOf(locations: readonly Location[]): Wanted {
  const root: Wanted = { isTarget: false, children: new Map() }
  for (const location of locations) {
    let node = root
    for (const step of location) {
      const key = String(step)
      const child: Wanted = node.children.get(key) ?? { isTarget: false, children: new Map() }
      node.children.set(key, child)
      node = child
    }
    node.isTarget = true
  }
  return root
}

class Walker {
  readonly #text: string
  readonly #spans: Span[]
  #at = 0

  constructor(text: string, spans: Span[]) {
    this.#text = text
    this.#spans = spans
  }

  value(wanted: Wanted | undefined, depth: number): void {
    if (depth > MOST_DEPTH) throw new TooDeep()
    this.#blanks()
    const start = this.#at
    const inner = wanted?.isTarget ? undefined : wanted
    const first = this.#text[start]
    if (first === '{') this.#members('}', depth, (index, name) => inner?.children.get(name ?? String(index)))
    else if (first === '[') this.#members(']', depth, (index) => inner?.children.get(String(index)))
    else if (first === '"') this.#string()
    else while (this.#at < this.#text.length && !/[\s,\]}]/.test(this.#text.charAt(this.#at))) this.#at += 1
    if (wanted?.isTarget) this.#spans.push({ start, end: this.#at })
  }

  #members(close: string, depth: number, childOf: (index: number, name?: string) => Wanted | undefined): void {
    this.#at += 1
    for (let index = 0; this.#at < this.#text.length; index++) {
      this.#blanks()
      if (this.#text[this.#at] === close) break
      const name = close === '}' ? this.#name() : undefined
      this.value(childOf(index, name), depth + 1)
      this.#blanks()
      if (this.#text[this.#at] === ',') this.#at += 1
    }
    this.#at += 1
  }

  #name(): string {
    const start = this.#at
    this.#string()
    const name: unknown = JSON.parse(Buffer.from(this.#text.slice(start, this.#at), 'latin1').toString('utf8'))
    this.#blanks()
    // The colon.
    this.#at += 1
    return String(name)
  }

  #string(): void {
    for (this.#at += 1; this.#at < this.#text.length && this.#text[this.#at] !== '"'; this.#at++)
      if (this.#text[this.#at] === '\\') this.#at += 1
    this.#at += 1
  }

  #blanks(): void {
    while (/[ \t\r\n]/.test(this.#text.charAt(this.#at))) this.#at += 1
  }
}
