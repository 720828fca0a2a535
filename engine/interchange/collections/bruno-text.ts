import { MAX_ITEMS, unreadable } from './source.ts'

/** A block of a `.bru` file: `name { … }` or `name:kind { … }`, in the order of the file. Names may repeat. */
export interface BrunoBlock {
  readonly name: string
  /** `key: value` lines in order, duplicates kept; a value in `'''` without its indentation. */
  readonly pairs: readonly BrunoPair[]
  /** All lines, without the block's indentation: for blocks that hold a text. */
  readonly text: string
}

export interface BrunoPair {
  readonly key: string
  readonly value: string
  /** A `~` before the key switches it off. */
  readonly enabled: boolean
}

const HEAD = /^([\w:-]+) *\{$/
const PAIR = /^ {2}(~?)("(?:[^"\\]|\\.)*"|[^:\s][^:]*?) *:(?: (.*))?$/
const QUOTES = "'''"

/**
 * Reads a `.bru` file. Lists (`name [ … ]`) and what stands between blocks are passed over.
 * @throws AppError 'import.unreadable' where a block is open at the end
 */
export function readBruno(text: string): BrunoBlock[] {
  const lines = text.split(/\r?\n/)
  const blocks: BrunoBlock[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const [, name] = HEAD.exec((lines[at] ?? '').trimEnd()) ?? []
    if (name === undefined) continue
    const end = lines.findIndex((line, index) => index > at && line.trimEnd() === '}')
    if (end === -1) throw unreadable(`Line ${at + 1}: the block "${name}" is not closed.`)
    const inner = lines.slice(at + 1, end)
    blocks.push({ name, pairs: pairsOf(inner), text: inner.map((line) => line.replace(/^ {2}/, '')).join('\n') })
    if (blocks.length > MAX_ITEMS) throw unreadable(`It holds more than ${MAX_ITEMS} blocks.`)
    at = end
  }
  return blocks
}

function pairsOf(lines: readonly string[]): BrunoPair[] {
  const pairs: BrunoPair[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const [, off, key, value = ''] = PAIR.exec(lines[at] ?? '') ?? []
    if (key === undefined) continue
    const name = key.startsWith('"') ? key.slice(1, -1).replace(/\\(.)/g, '$1') : key
    if (value.trim() !== QUOTES) {
      pairs.push({ key: name, value: value.trim(), enabled: off === '' })
      continue
    }
    const end = lines.findIndex((line, index) => index > at && line.trim() === QUOTES)
    const inner = lines.slice(at + 1, end === -1 ? lines.length : end)
    pairs.push({ key: name, value: withoutIndent(inner).join('\n'), enabled: off === '' })
    at = end === -1 ? lines.length : end
  }
  return pairs
}

/** Less what all lines that say something are indented by. */
function withoutIndent(lines: readonly string[]): string[] {
  let indent = Number.POSITIVE_INFINITY
  for (const line of lines) if (line.trim() !== '') indent = Math.min(indent, line.length - line.trimStart().length)
  return lines.map((line) => line.slice(Number.isFinite(indent) ? indent : 0))
}
