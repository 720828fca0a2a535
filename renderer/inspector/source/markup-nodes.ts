/** What a piece of XML or HTML is. */
export const NODE_KINDS = ['text', 'open', 'close', 'empty', 'comment', 'cdata', 'instruction', 'doctype', 'raw'] as const
export type NodeKind = (typeof NODE_KINDS)[number]

/** Its pieces in columns, in order and without gaps: piece i is [start[i], start[i + 1]) of the text, in UTF-16 units. */
export interface MarkupNodes {
  count: number
  /** Index into NODE_KINDS. */
  kind: Uint8Array
  start: Uint32Array
}

export const emptyNodes = (): MarkupNodes => ({ count: 0, kind: new Uint8Array(256), start: new Uint32Array(256) })

export const nodeKind = (nodes: MarkupNodes, node: number): NodeKind => NODE_KINDS[nodes.kind[node] ?? 0] ?? 'text'

const NAME_START = /[\p{L}_:]/u
/** Elements of HTML in which nothing is markup but their own end. */
const RAW_ELEMENTS = ['script', 'style', 'textarea', 'title'] as const
/** Elements of HTML without an end. */
const VOID_ELEMENTS = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))

const PIECES_BETWEEN_TURNS = 2_000

/**
 * Cuts XML or HTML into pieces. Judges nothing and resolves nothing: an entity stays the characters it is written as, a
 * document type is one piece, and what is broken is text up to where something can be told again. Yields every now and then.
 */
export function* readMarkup(text: string, isHtml: boolean, nodes: MarkupNodes): Generator<void, void, undefined> {
  let at = 0
  while (at < text.length) {
    const [kind, end] = pieceAt(text, at, isHtml)
    add(nodes, kind, at)
    const raw = isHtml && kind === 'open' ? RAW_ELEMENTS.find((name) => isElement(text, at, name)) : undefined
    at = end
    if (raw) at = rawContent(text, at, raw, nodes)
    if (nodes.count % PIECES_BETWEEN_TURNS === 0) yield
  }
}

function pieceAt(text: string, at: number, isHtml: boolean): readonly [NodeKind, number] {
  if (text[at] !== '<') return ['text', indexOr(text, '<', at)]
  if (text.startsWith('<!--', at)) return ['comment', behind(text, '-->', at + 4)]
  if (!isHtml && text.startsWith('<![CDATA[', at)) return ['cdata', behind(text, ']]>', at + 9)]
  if (text.startsWith('<?', at)) return ['instruction', behind(text, isHtml ? '>' : '?>', at + 2)]
  if (text.startsWith('<!', at)) return ['doctype', doctypeEnd(text, at)]
  const next = text[at + 1] === '/' ? at + 2 : at + 1
  if (!NAME_START.test(text.charAt(next))) return ['text', indexOr(text, '<', at + 1)]
  const end = tagEnd(text, next)
  if (next === at + 2) return ['close', end]
  const name = isHtml ? (/^[^\s/>]{1,20}/.exec(text.slice(next, next + 20))?.[0].toLowerCase() ?? '') : ''
  return [text[end - 2] === '/' || VOID_ELEMENTS.has(name) ? 'empty' : 'open', end]
}

const indexOr = (text: string, sign: string, from: number): number => {
  const index = text.indexOf(sign, from)
  return index === -1 ? text.length : index
}

const behind = (text: string, sign: string, from: number): number => Math.min(text.length, indexOr(text, sign, from) + sign.length)

/** Behind the '>' that stands in no quotes. */
function tagEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const sign = text[at]
    if (sign === '>') return at + 1
    if ((sign === '"' || sign === "'") && text[at - 1] === '=') at = indexOr(text, sign, at + 1)
  }
  return text.length
}

/** Behind the '>' that stands neither in quotes nor in the internal part. */
function doctypeEnd(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const sign = text[at]
    if (sign === '[') depth++
    else if (sign === ']') depth--
    else if (sign === '"' || sign === "'") at = indexOr(text, sign, at + 1)
    else if (sign === '>' && depth <= 0) return at + 1
  }
  return text.length
}

const isElement = (text: string, at: number, name: string): boolean =>
  text.slice(at + 1, at + 1 + name.length).toLowerCase() === name && /[\s/>]/.test(text.charAt(at + 1 + name.length))

function rawContent(text: string, from: number, name: string, nodes: MarkupNodes): number {
  const end = new RegExp(`</${name}[\\s/>]`, 'gi')
  end.lastIndex = from
  const until = end.exec(text)?.index ?? text.length
  if (until > from) add(nodes, 'raw', from)
  return until
}

function add(nodes: MarkupNodes, kind: NodeKind, start: number): void {
  if (nodes.count === nodes.kind.length) {
    const [kinds, starts] = [new Uint8Array(nodes.count * 2), new Uint32Array(nodes.count * 2)]
    kinds.set(nodes.kind)
    starts.set(nodes.start)
    Object.assign(nodes, { kind: kinds, start: starts })
  }
  nodes.kind[nodes.count] = NODE_KINDS.indexOf(kind)
  nodes.start[nodes.count] = start
  nodes.count++
}
