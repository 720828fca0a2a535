import { readYaml, YamlProblem } from './read-yaml.ts'
import { entryLines, flowText, itemLines, renderFlow, renderItem, renderValue, tableLines } from './render-yaml.ts'
import { applyEdits, lineEnd, lineStart, nextLine, type TextEdit } from './text-edits.ts'
import {
  type ListTarget,
  type ListTree,
  meaningOf,
  type TableEntry,
  type TableTarget,
  type TableTree,
  type Target,
  type TextTree,
  type Tree,
} from './tree.ts'

/** Where a value stands: the column its key or dash is at, and the offset behind its colon or dash. */
interface Slot {
  readonly column: number
  readonly after: number
  readonly isItem: boolean
}

/**
 * Changes a document's text so that it says what `target` says, and touches nothing else: comments, blank lines, key order, quotes
 * and spacing of the rest stay as they are, for a team reads the diff.
 *
 * The result is read again and compared. Where that fails (aliases to a part that changed, layouts this editor does not know) the
 * entries that hold aliases are written out, and, if that does not do, the whole document under its first comment.
 *
 * @param tree of `source`, as readYaml gave it; its root is a table
 */
export function editYaml(source: string, tree: TableTree, target: TableTarget): string {
  const wanted = meaningOf(target)
  if (meaningOf(tree) === wanted) return source
  return (
    verified(new YamlEditor(source, false).edited(tree, target), wanted) ??
    verified(new YamlEditor(source, true).edited(tree, target), wanted) ??
    rewritten(source, target)
  )
}

function verified(text: string | null, wanted: string): string | null {
  if (text === null) return null
  try {
    return meaningOf(readYaml(text)) === wanted ? text : null
  } catch (error) {
    if (error instanceof YamlProblem) return null
    throw error
  }
}

function rewritten(source: string, target: TableTarget): string {
  const heading = /^(?:\ufeff?(?:[ \t]*(?:#.*)?\r?\n)*)/.exec(source)?.[0] ?? ''
  return (
    heading +
    tableLines(target.entries)
      .map((line) => `${line}\n`)
      .join('')
  )
}

class YamlEditor {
  readonly #source: string
  readonly #newline: string
  /** Writes out whatever holds anchors or aliases. */
  readonly #expandsAliases: boolean
  #edits: TextEdit[] = []

  constructor(source: string, expandsAliases: boolean) {
    this.#newline = source.includes('\r\n') ? '\r\n' : '\n'
    this.#source = source.endsWith('\n') ? source : source + this.#newline
    this.#expandsAliases = expandsAliases
  }

  edited(tree: TableTree, target: TableTarget): string | null {
    this.#value(tree, target, { column: 0, after: 0, isItem: false })
    return applyEdits(this.#source, this.#edits)
  }

  #value(tree: Tree, target: Target, slot: Slot): void {
    const isExpanded = this.#expandsAliases && tree.hasAnchor && slot.after > 0
    if (!isExpanded && (target.kind === 'keep' || meaningOf(tree) === meaningOf(target))) return
    const isInPlace = !isExpanded && !tree.isAlias && tree.kind !== 'text'
    if (!isInPlace) this.#replace(tree, target, slot)
    else if (tree.kind === 'table' && target.kind === 'table' && target.entries.size > 0) this.#table(tree, target)
    else if (tree.kind === 'list' && target.kind === 'list' && target.items.length > 0 && !tree.isFlow) this.#list(tree, target, slot)
    else if (tree.isFlow) this.#push(tree.start, tree.end, renderFlow(target, this.#flowPad(tree.start)))
    else this.#replace(tree, target, slot)
  }

  #table(table: TableTree, target: TableTarget): void {
    if (table.isFlow) this.#flowTable(table, target)
    else this.#blockTable(table, target)
  }

  #blockTable(table: TableTree, target: TableTarget): void {
    const [first] = table.entries.values()
    if (!first) return
    const column = first.keyStart - lineStart(this.#source, first.keyStart)
    for (const [key, entry] of table.entries) {
      const wanted = target.entries.get(key)
      if (wanted) this.#value(entry.value, wanted, { column, after: entry.after, isItem: false })
      else this.#removeEntry(entry)
    }
    let before: TableEntry | null = null
    for (const [key, wanted] of target.entries) {
      const entry = table.entries.get(key)
      if (!entry) this.#addEntry(entryLines(key, wanted), before ?? first, before !== null, column)
      before = entry ?? before
    }
  }

  #addEntry(lines: readonly string[], neighbour: TableEntry, isBehind: boolean, column: number): void {
    if (isBehind) {
      const end = lineEnd(this.#source, this.#endOf(neighbour.value, neighbour.after))
      this.#push(end, end, this.#below(lines, column))
      return
    }
    const start = lineStart(this.#source, neighbour.keyStart)
    if (this.#isFirstOnLine(neighbour) && start > 0) {
      const above = lineEnd(this.#source, lineStart(this.#source, start - 1))
      this.#push(above, above, this.#below(lines, column))
      return
    }
    const margin = ' '.repeat(column)
    const text = lines.map((line, index) => (index === 0 || line === '' ? line : margin + line) + this.#newline).join('')
    this.#push(neighbour.keyStart, neighbour.keyStart, text + margin)
  }

  /** Takes the line break before the entry along, not the one behind it, which may be a neighbour's. */
  #removeEntry(entry: TableEntry): void {
    const start = lineStart(this.#source, entry.keyStart)
    const end = this.#endOf(entry.value, entry.after)
    if (start === 0) this.#push(0, nextLine(this.#source, end), '')
    else if (this.#isFirstOnLine(entry))
      this.#push(lineEnd(this.#source, lineStart(this.#source, start - 1)), lineEnd(this.#source, end), '')
    // A key that stands behind a dash cannot take its line along; the check of the result then finds the document wrong.
    else this.#push(entry.keyStart, lineEnd(this.#source, end), '')
  }

  #isFirstOnLine({ keyStart }: TableEntry): boolean {
    return this.#source.slice(lineStart(this.#source, keyStart), keyStart).trim() === ''
  }

  /** Each item with its comments is one piece of text; the new list is the pieces in the new order. */
  #list(list: ListTree, target: ListTarget, slot: Slot): void {
    const pieces = this.#pieces(list, slot)
    const dashColumn = pieces[0]?.dashColumn ?? 0
    const kept = new Set(target.items.map(({ from }) => from))
    const lines: string[] = []
    const afterRemoved = (index: number): void => {
      // What stood above a removed item, apart from its own comment, goes on standing there.
      for (let at = index; at < pieces.length && !kept.has(at); at++) lines.push(...(pieces[at]?.detached ?? []))
    }
    afterRemoved(0)
    for (const { from, value } of target.items) {
      const piece = from === null ? undefined : pieces[from]
      const item = from === null ? undefined : list.items[from]
      if (!piece || !item) {
        lines.push(...itemLines(value).map((line) => (line === '' ? '' : ' '.repeat(dashColumn) + line)))
        continue
      }
      lines.push(this.#within(piece, () => this.#value(item.value, value, { column: dashColumn, after: item.after, isItem: true })))
      afterRemoved((from ?? 0) + 1)
    }
    const [first, last] = [pieces[0], pieces.at(-1)]
    if (first && last) this.#push(first.start, last.end, lines.join(this.#newline))
  }

  #pieces(list: ListTree, slot: Slot) {
    let start = this.#ownComment(list.items[0]?.after ?? 0, nextLine(this.#source, slot.after))
    return list.items.map(({ after, value }) => {
      const end = lineEnd(this.#source, this.#endOf(value, after))
      const own = this.#ownComment(after, start)
      const above = this.#source.slice(start, own)
      const piece = {
        start,
        end,
        dashColumn: after - 1 - lineStart(this.#source, after - 1),
        detached: above.includes('#') ? above.replace(/\r?\n$/, '').split(/\r?\n/) : [],
      }
      start = nextLine(this.#source, end)
      return piece
    })
  }

  /** Start of the comment lines directly above the line of `offset`, not further up than `limit`. */
  #ownComment(offset: number, limit: number): number {
    let start = lineStart(this.#source, offset)
    while (start > limit) {
      const above = lineStart(this.#source, start - 1)
      if (above < limit || !/^[ \t]*#/.test(this.#source.slice(above, start))) break
      start = above
    }
    return start
  }

  #within(piece: { readonly start: number; readonly end: number }, edit: () => void): string {
    const outer = this.#edits
    this.#edits = []
    edit()
    const text = applyEdits(this.#source, this.#edits, piece.start, piece.end)
    this.#edits = outer
    // Overlapping edits show a layout this editor does not know: what stands there makes the check of the result fail.
    return text ?? '\t: ['
  }

  #flowTable(table: TableTree, target: TableTarget): void {
    const isSameKeys = [...table.entries.keys()].join('\n') === [...target.entries.keys()].join('\n')
    const parts = [...table.entries].map(([key, { value }]) => ({ value, wanted: target.entries.get(key) }))
    if (!isSameKeys) {
      this.#push(table.start, table.end, renderFlow(target, this.#flowPad(table.start)))
      return
    }
    for (const { value, wanted } of parts) {
      if (!wanted || meaningOf(value) === meaningOf(wanted)) continue
      if (value.kind === 'table' && wanted.kind === 'table' && value.isFlow && !value.isAlias) this.#flowTable(value, wanted)
      else this.#push(value.start, value.end, this.#flowValue(value, wanted))
    }
  }

  #flowValue(value: Tree, wanted: Target): string {
    if (wanted.kind !== 'text') return renderFlow(wanted, this.#flowPad(value.start))
    const text = value.kind === 'text' && value.style !== 'plain' && !wanted.isBare ? JSON.stringify(wanted.text) : flowText(wanted)
    return /\s/.test(this.#source[value.start - 1] ?? '') ? text : ` ${text}`
  }

  #flowPad(start: number): string {
    return /[{[]/.test(this.#source[start] ?? '') && this.#source[start + 1] !== ' ' ? '' : ' '
  }

  /** Writes a value anew where another stood; a comment behind it stays on its line. */
  #replace(tree: Tree, target: Target, slot: Slot): void {
    const { inline, below } = slot.isItem ? renderItem(target) : renderValue(target, tree.kind === 'text' ? tree.style : 'plain')
    const lines = this.#below(below, slot.column)
    if (tree.kind === 'text' && tree.style !== 'block' && inline !== '') {
      const end = lineEnd(this.#source, tree.end)
      this.#push(tree.start, tree.end, tree.start === slot.after ? ` ${inline}` : inline)
      this.#push(end, end, lines)
      return
    }
    const isOneLine = tree.isAlias || (tree.kind === 'text' && tree.style !== 'block') || (tree.kind !== 'text' && tree.isFlow)
    const comment = this.#commentBehind(tree, isOneLine ? tree.end : slot.after)
    const end = isOneLine ? lineEnd(this.#source, tree.end) : lineEnd(this.#source, this.#endOf(tree, slot.after))
    this.#push(slot.after, end, `${inline === '' ? '' : ` ${inline}`}${comment}${lines}`)
  }

  #commentBehind(tree: Tree, offset: number): string {
    const from = tree.kind === 'text' && tree.style === 'block' && !tree.isAlias ? tree.start : offset
    return /\s+#.*$/.exec(this.#source.slice(from, lineEnd(this.#source, from)))?.[0] ?? ''
  }

  #below(lines: readonly string[], column: number): string {
    return lines.map((line) => this.#newline + (line === '' ? '' : ' '.repeat(column) + line)).join('')
  }

  /** Offset of the end of a value's last character, blank lines and comments behind it left out. */
  #endOf(tree: Tree, after: number): number {
    if (tree.isAlias) return tree.end
    if (tree.kind === 'table' && !tree.isFlow)
      return endOfLast([...tree.entries.values()], tree, (part) => this.#endOf(part.value, part.after))
    if (tree.kind === 'list' && !tree.isFlow) return endOfLast(tree.items, tree, (part) => this.#endOf(part.value, part.after))
    if (tree.kind === 'text' && tree.style === 'block') return this.#endOfBlock(tree)
    return Math.max(tree.end, after)
  }

  #endOfBlock({ start, end }: TextTree): number {
    const text = this.#source.slice(start, end)
    const [header = ''] = text.split('\n', 1)
    // With `+` the blank lines at the end belong to the text.
    return start + (header.includes('+') ? text.replace(/\r?\n$/, '') : text.trimEnd()).length
  }

  #push(start: number, end: number, text: string): void {
    if (start !== end || text !== '') this.#edits.push({ start, end, text })
  }
}

function endOfLast<P>(parts: readonly P[], tree: Tree, endOf: (part: P) => number): number {
  const last = parts.at(-1)
  return last === undefined ? tree.end : endOf(last)
}
