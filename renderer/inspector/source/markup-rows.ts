import { type MarkupNodes, nodeKind } from './markup-nodes.ts'

/** Lines to be shown, in columns: row i is [start[i], end[i]) of the text behind `indent[i]` levels. */
export interface MarkupRows {
  readonly start: readonly number[]
  readonly end: readonly number[]
  readonly indent: readonly number[]
  /** The line of the text it begins in, from 1; 0 where it goes on with the line of the row before. */
  readonly line: readonly number[]
}

/** Characters in a row; a longer line goes on in the next. */
export const LONGEST_ROW = 1_000
/** Deeper elements stand no further right. */
export const MOST_INDENTS = 40
/** An element with nothing but a short text stays on one line. */
const LONGEST_LEAF = 160
const ROWS_BETWEEN_TURNS = 5_000

interface GrowingRows extends MarkupRows {
  readonly start: number[]
  readonly end: number[]
  readonly indent: number[]
  readonly line: number[]
}

export const emptyRows = (): GrowingRows => ({ start: [], end: [], indent: [], line: [] })

/** The text as it came, line by line. */
export function* plainRows(text: string, rows: GrowingRows): Generator<void, void, undefined> {
  let line = 1
  for (let at = 0; at < text.length; line++) {
    const lineFeed = text.indexOf('\n', at)
    const end = lineFeed === -1 ? text.length : lineFeed
    addRows(rows, text, at, end > at && text[end - 1] === '\r' ? end - 1 : end, 0, line)
    at = end + 1
    if (line % ROWS_BETWEEN_TURNS === 0) yield
  }
}

/** The text laid out: an element on a line, its content below and further right. Only white space between pieces is left out. */
export function* laidOutRows(text: string, nodes: MarkupNodes, rows: GrowingRows): Generator<void, void, undefined> {
  let [depth, line, counted] = [0, 1, 0]
  const lineOf = (offset: number): number => {
    for (let at = text.indexOf('\n', counted); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
      line++
      counted = at + 1
    }
    return line
  }
  for (let node = 0; node < nodes.count; node++) {
    const kind = nodeKind(nodes, node)
    const last = kind === 'open' ? leafEnd(text, nodes, node) : node
    const [start, end] = trimmed(text, nodes.start[node] ?? 0, endOf(text, nodes, last))
    if (kind === 'close') depth = Math.max(0, depth - 1)
    if (start < end) addLines(rows, text, start, end, Math.min(depth, MOST_INDENTS), lineOf)
    if (kind === 'open' && last === node) depth++
    node = last
    if (node % ROWS_BETWEEN_TURNS === 0) yield
  }
}

const endOf = (text: string, nodes: MarkupNodes, node: number): number =>
  node + 1 < nodes.count ? (nodes.start[node + 1] ?? 0) : text.length

/** The closing tag of an element that stays on one line with its text; the opening tag itself for others. */
function leafEnd(text: string, nodes: MarkupNodes, node: number): number {
  const start = nodes.start[node] ?? 0
  const closing = nodeKind(nodes, node + 1) === 'text' ? node + 2 : node + 1
  if (closing >= nodes.count || nodeKind(nodes, closing) !== 'close') return node
  const end = endOf(text, nodes, closing)
  return end - start <= LONGEST_LEAF && !text.slice(start, end).includes('\n') ? closing : node
}

/** Each line of a piece by itself, without the white space it was indented by. */
function addLines(rows: GrowingRows, text: string, start: number, end: number, indent: number, lineOf: (offset: number) => number): void {
  for (let at = start; at < end; ) {
    const lineFeed = text.indexOf('\n', at)
    const lineEnd = lineFeed === -1 || lineFeed > end ? end : lineFeed
    const [from, to] = trimmed(text, at, lineEnd)
    if (from < to) addRows(rows, text, from, to, indent, lineOf(from))
    at = lineEnd + 1
  }
}

function trimmed(text: string, start: number, end: number): readonly [number, number] {
  let [from, to] = [start, end]
  while (from < to && isSpace(text.charCodeAt(from))) from++
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--
  return [from, to]
}

/** White space of XML (section 2.3). */
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

function addRows(rows: GrowingRows, text: string, start: number, end: number, indent: number, line: number): void {
  let at = start
  do {
    let next = Math.min(end, at + LONGEST_ROW)
    if (next < end && isLowSurrogate(text.charCodeAt(next))) next--
    rows.start.push(at)
    rows.end.push(next)
    rows.indent.push(indent)
    rows.line.push(at === start ? line : 0)
    at = next
  } while (at < end)
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff

/** The row that shows the character at `offset`, or the last before it. */
export function rowAt({ start }: MarkupRows, offset: number): number {
  let [low, high] = [0, start.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((start[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}
