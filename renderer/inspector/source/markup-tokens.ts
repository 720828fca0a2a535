import { type MarkupNodes, type NodeKind, nodeKind } from './markup-nodes.ts'

export type TokenKind = 'text' | 'sign' | 'name' | 'attribute' | 'value' | 'entity' | 'comment' | 'data' | 'declaration'

/** A run of one colour: [start, end) of the text. */
export interface Token {
  readonly kind: TokenKind
  readonly start: number
  readonly end: number
}

/** A tag that is longer is coloured as far as this; what follows is mostly one value. */
const LONGEST_TAG = 20_000

const WHOLE: Readonly<Partial<Record<NodeKind, TokenKind>>> = {
  comment: 'comment',
  cdata: 'data',
  instruction: 'declaration',
  doctype: 'declaration',
  raw: 'data',
}

/** The tokens of the characters [from, to): without gaps, in order. */
export function tokensBetween(text: string, nodes: MarkupNodes, from: number, to: number): readonly Token[] {
  const tokens: Token[] = []
  for (let node = nodeAt(nodes, from); node < nodes.count && (nodes.start[node] ?? 0) < to; node++) {
    const [start, end] = [nodes.start[node] ?? 0, node + 1 < nodes.count ? (nodes.start[node + 1] ?? 0) : text.length]
    for (const token of nodeTokens(text, nodeKind(nodes, node), start, end, to)) {
      const cut = { kind: token.kind, start: Math.max(from, token.start), end: Math.min(to, token.end) }
      if (cut.start < cut.end) tokens.push(cut)
    }
  }
  return tokens
}

/** The piece that the character at `offset` is of. */
function nodeAt(nodes: MarkupNodes, offset: number): number {
  let [low, high] = [0, nodes.count]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((nodes.start[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

function nodeTokens(text: string, kind: NodeKind, start: number, end: number, to: number): readonly Token[] {
  const whole = WHOLE[kind]
  if (whole) return [{ kind: whole, start, end }]
  if (kind === 'text') return pieces(text, /&[#\w.:-]{1,40};/g, 'entity', 'text', start, Math.min(end, Math.max(to, start)))
  const looked = Math.min(end, start + LONGEST_TAG)
  const tokens = tagTokens(text, start, looked)
  return looked < end ? [...tokens, { kind: 'value', start: looked, end }] : tokens
}

const TAG_PART = /(^<\/?)([^\s/>]+)|(\/?>$)|("[^"]*"?|'[^']*'?)|([^\s=/>"']+)|(=)/g

function tagTokens(text: string, start: number, end: number): readonly Token[] {
  const tag = text.slice(start, end)
  const tokens: Token[] = []
  let [at, isValue] = [0, false]
  const push = (kind: TokenKind, length: number): void => {
    if (length > 0) tokens.push({ kind, start: start + at, end: start + at + length })
    at += length
  }
  for (const match of tag.matchAll(TAG_PART)) {
    const [, open, name, close, quoted, word] = match
    push('text', match.index - at)
    if (open !== undefined) {
      push('sign', open.length)
      push('name', name?.length ?? 0)
    } else if (close !== undefined) push('sign', close.length)
    else if (quoted !== undefined) push('value', quoted.length)
    else if (word !== undefined) push(isValue ? 'value' : 'attribute', word.length)
    else push('sign', 1)
    isValue = match[0] === '='
  }
  push('text', tag.length - at)
  return tokens
}

/** What matches as one kind, what is between as another. */
function pieces(text: string, pattern: RegExp, kind: TokenKind, other: TokenKind, start: number, end: number): readonly Token[] {
  const tokens: Token[] = []
  let at = start
  for (const match of text.slice(start, end).matchAll(pattern)) {
    const found = start + match.index
    if (found > at) tokens.push({ kind: other, start: at, end: found })
    at = found + match[0].length
    tokens.push({ kind, start: found, end: at })
  }
  if (at < end) tokens.push({ kind: other, start: at, end })
  return tokens
}
