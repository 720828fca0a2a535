import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type ParsedNode,
  Parser,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { ListTree, TableEntry, TableTree, TextTree, Tree } from './tree.ts'

/** More than a spec of thousands of headers needs, and little enough to be read in a fraction of a second. */
const MAX_TOKENS = 250_000
const MAX_NODES = 100_000
const MAX_DEPTH = 50
const TOO_DEEP = 'It is nested too deeply.'
const TOO_MANY = 'It has more parts than a spec can need.'
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** Why a text cannot be read: a sentence without the file's name, and where. */
export class YamlProblem extends Error {
  override readonly name = 'YamlProblem'
  /** Offset into the source. */
  readonly offset: number

  constructor(message: string, offset: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.offset = offset
  }
}

/**
 * Reads one YAML 1.2 document that may have been written to do harm. Scalars stay texts (YAML's failsafe schema),
 * tags mean nothing, and an alias is the part it points to, counted again each time.
 *
 * @throws YamlProblem for broken syntax, doubled or dangerous keys, a second document, or more tokens, parts or depth than a spec can need
 */
export function readYaml(source: string): Tree {
  try {
    const document = compose(source)
    const content = document.contents
    if (!content) throw new YamlProblem('It is empty.', 0)
    return new TreeReader().read(content as ParsedNode, 0)
  } catch (error) {
    if (error instanceof RangeError) throw new YamlProblem(TOO_DEEP, 0, error)
    throw error
  }
}

function compose(source: string): Document {
  const composer = new Composer({ keepSourceTokens: true, schema: 'failsafe', uniqueKeys: false, resolveKnownTags: false })
  const [document, second] = [...composer.compose(tokensOf(source), true, source.length)]
  if (!document) throw new YamlProblem('It is empty.', 0)
  const [error] = document.errors
  // So the library tells of a stack that overflowed.
  if (error?.code === 'RESOURCE_EXHAUSTION') throw new YamlProblem(TOO_DEEP, error.pos[0], error)
  if (error) throw new YamlProblem(sentence(error.message), error.pos[0], error)
  if (second) throw new YamlProblem('It holds more than one document; a spec is one.', second.range[0])
  return document
}

/** The library would read a text of any cost to its end; counting its tokens as they come is what bounds it. */
function* tokensOf(source: string) {
  const parser = new Parser()
  let [tokens, open, offset] = [0, 0, 0]
  for (const token of new Lexer().lex(source)) {
    offset += token.length
    if (token === '[' || token === '{') open++
    if (token === ']' || token === '}') open--
    if (open > MAX_DEPTH) throw new YamlProblem(TOO_DEEP, offset)
    if (++tokens > MAX_TOKENS) throw new YamlProblem(TOO_MANY, Math.min(offset, source.length))
    yield* parser.next(token)
  }
  yield* parser.end()
}

/** Reads nodes in the order of the source, so that an anchor is known before its aliases. */
class TreeReader {
  readonly #anchors = new Map<string, { readonly tree: Tree; readonly nodes: number }>()
  #nodes = 0

  read(node: ParsedNode | null, depth: number): Tree {
    if (++this.#nodes > MAX_NODES) throw new YamlProblem(TOO_MANY, node?.range[0] ?? 0)
    if (depth > MAX_DEPTH) throw new YamlProblem(TOO_DEEP, node?.range[0] ?? 0)
    if (isAlias(node)) return this.#alias(node.source, node.range, node.comment != null)
    const before = this.#nodes
    const tree = isMap(node) ? this.#table(node, depth) : isSeq(node) ? this.#list(node, depth) : textOf(node)
    const anchor = node && 'anchor' in node ? node.anchor : undefined
    if (anchor === undefined) return tree
    const anchored = { ...tree, hasAnchor: true }
    this.#anchors.set(anchor, { tree: anchored, nodes: this.#nodes - before + 1 })
    return anchored
  }

  #alias(name: string, [start, end]: readonly number[], hasComment: boolean): Tree {
    const anchored = this.#anchors.get(name)
    if (!anchored) throw new YamlProblem(`The alias *${name} points to nothing before it.`, start ?? 0)
    this.#nodes += anchored.nodes
    return { ...anchored.tree, start: start ?? 0, end: end ?? 0, isAlias: true, hasComment, hasAnchor: true }
  }

  #table(node: YAMLMap.Parsed, depth: number): TableTree {
    const entries = new Map<string, TableEntry>()
    for (const { key, value, srcToken } of node.items) {
      const [start] = key?.range ?? node.range
      if (!isScalar(key) || typeof key.value !== 'string') throw new YamlProblem('A key must be a word.', start)
      const name = key.value
      if (FORBIDDEN_KEYS.has(name)) throw new YamlProblem(`The key "${name}" is not allowed.`, start)
      if (entries.has(name)) throw new YamlProblem(`The key "${name}" stands twice.`, start)
      const colon = srcToken?.sep?.find(({ type }) => type === 'map-value-ind')?.offset
      const after = colon === undefined ? key.range[1] : colon + 1
      const read = this.read(value, depth + 1)
      // An empty value's place is wherever the next token begins; its own place is behind the colon.
      const placed = read.kind === 'text' && isNothing(read) ? { ...read, start: after, end: after } : read
      entries.set(name, { keyStart: start, after, value: placed, hasCommentAbove: key.commentBefore != null })
    }
    const parts = [...entries.values()]
    const hasComment = parts.some(({ hasCommentAbove, value }) => hasCommentAbove || value.hasComment)
    return { kind: 'table', isFlow: node.flow === true, entries, ...placeOf(node, hasComment, parts) }
  }

  #list(node: YAMLSeq.Parsed, depth: number): ListTree {
    const tokens = node.srcToken?.type === 'block-seq' ? node.srcToken.items : []
    const dashes = tokens.flatMap(({ start }) => start.filter(({ type }) => type === 'seq-item-ind'))
    const items = node.items.map((item, index) => {
      const value = this.read(item, depth + 1)
      const dash = dashes[index]?.offset
      const after = dash === undefined ? value.start : dash + 1
      return { after, value: value.kind === 'text' && isNothing(value) ? { ...value, start: after, end: after } : value }
    })
    const hasComment = items.some(({ value }) => value.hasComment)
    return { kind: 'list', isFlow: node.flow === true, items, ...placeOf(node, hasComment, items) }
  }
}

const isNothing = (tree: TextTree): boolean => tree.style === 'plain' && tree.text === ''

function placeOf(node: YAMLMap.Parsed | YAMLSeq.Parsed, hasCommentInside: boolean, parts: readonly { readonly value: Tree }[]) {
  return {
    start: node.range[0],
    end: node.range[1],
    isAlias: false,
    hasComment: hasCommentInside || node.comment != null || node.commentBefore != null,
    hasAnchor: parts.some(({ value }) => value.hasAnchor),
  }
}

const STYLES = { PLAIN: 'plain', QUOTE_SINGLE: 'single', QUOTE_DOUBLE: 'double', BLOCK_LITERAL: 'block', BLOCK_FOLDED: 'block' } as const

function textOf(node: Scalar.Parsed | null): TextTree {
  const [start, end] = node?.range ?? [0, 0]
  const style = STYLES[(node?.type ?? 'PLAIN') as keyof typeof STYLES] ?? 'plain'
  const hasComment = node?.comment != null || node?.commentBefore != null
  return { kind: 'text', text: String(node?.value ?? ''), style, start, end, isAlias: false, hasComment, hasAnchor: false }
}

/** The library's messages are sentences of one line or more, some without a full stop. */
function sentence(message: string): string {
  const [line] = message.split('\n')
  return `${line?.replace(/[.:]?$/, '.')}`
}
