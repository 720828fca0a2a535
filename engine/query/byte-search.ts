import type { Query } from '#shared/query/query.ts'
import type { BatchRows, Contents, Span } from './batch-rows.ts'
import { unmask } from './batch-rows.ts'
import { forEachWindow, type Window } from './windows.ts'

/** Longer content is searched piece by piece, the pieces overlapping. */
const PIECE_BYTES = 4 * 1024 * 1024

/** Finds bytes. */
interface Needle {
  readonly length: number
  /** A finder in `bytes`: the first place at or behind `from`, or -1. `length` tells how long what it found is. */
  readonly in: (bytes: Buffer) => (from: number) => Found | null
}

interface Found {
  readonly at: number
  readonly length: number
}

type BytesTerm = Extract<Query, { kind: 'text' | 'bytes' }>

/** The rows of `active` whose content holds the text or bytes, wherever in it and whatever kind of content it is. */
export function byteSearch(term: BytesTerm): (rows: BatchRows, active: Uint8Array) => Uint8Array {
  const needle = term.kind === 'bytes' ? exactly(Buffer.from(term.hex, 'hex')) : textNeedle(term.text)
  return (rows, active) => {
    const hits = new Uint8Array(active.length)
    const { spans, joined } = rows.contentsOf(active)
    const searchLong = (span: Span) => {
      if (isInPieces(spanPayload(rows, span), needle)) hits[span.row] = 1
    }
    forEachWindow(rows, spans, PIECE_BYTES, (window) => searchWindow(window, needle, hits), searchLong)
    for (const { row, payload } of joined) if (isInPieces(payload, needle)) hits[row] = 1
    return hits
  }
}

/** One search over all of a window; what is found across the edge of a span (in a header, say) is passed over. */
function searchWindow({ bytes, spans, offset }: Window, needle: Needle, hits: Uint8Array): void {
  const find = needle.in(bytes)
  let index = 0
  for (let found = find(0); found !== null; ) {
    const end = found.at + found.length
    while (index < spans.length && spanEnd(spans[index], offset) < end) index += 1
    const span = spans[index]
    if (span === undefined) return
    const isWithin = found.at >= span.offset - offset
    if (isWithin) hits[span.row] = 1
    found = find(isWithin ? spanEnd(span, offset) : found.at + 1)
  }
}

const spanEnd = (span: Span | undefined, offset: number): number => (span ? span.offset - offset + span.length : 0)

function isInPieces(payload: Contents['joined'][number]['payload'], needle: Needle): boolean {
  const overlap = needle.length - 1
  for (let first = 0; first < payload.total; first += PIECE_BYTES) {
    const piece = payload.read(first, Math.min(PIECE_BYTES + overlap, payload.total - first))
    if (needle.in(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))(0) !== null) return true
  }
  return false
}

export const spanPayload = (rows: BatchRows, span: Span): Contents['joined'][number]['payload'] => ({
  total: span.length,
  read: (first, count) => {
    const bytes = rows.read(span.offset + first, count)
    if (span.maskKey >= 0) unmask(bytes, 0, count, span.maskKey, span.maskPhase + first)
    return bytes
  },
})

/** Text with a capital letter is found as it is written; without one, each of its letters matches its capital, too. */
function textNeedle(text: string): Needle {
  const variants = /[\p{Lu}\p{Lt}]/u.test(text) ? [] : [...text].map(variantsOf)
  return variants.some((each) => each.length > 1) ? anyCase(text, variants) : exactly(Buffer.from(text))
}

function variantsOf(character: string): readonly string[] {
  const capital = character.toUpperCase()
  return capital === character || [...capital].length > 1 ? [character] : [character, capital]
}

const exactly = (wanted: Buffer): Needle => ({
  length: wanted.length,
  in: (bytes) => (from) => {
    const at = bytes.indexOf(wanted, from)
    return at < 0 ? null : { at, length: wanted.length }
  },
})

/** Bytes as Latin-1 text, one character each, on which V8's expressions are fast; a letter's UTF-8 bytes, small or capital. */
function anyCase(text: string, variants: readonly (readonly string[])[]): Needle {
  const source = variants.map((each) => (each.length === 1 ? inBytes(each[0] ?? '') : `(?:${each.map(inBytes).join('|')})`)).join('')
  const expression = new RegExp(source.replace(/\(\?:\\x(..)\|\\x(..)\)/g, '[\\x$1\\x$2]'), 'g')
  return {
    // A letter and its capital may differ in length.
    length: Math.max(Buffer.byteLength(text), Buffer.byteLength(text.toUpperCase())),
    in: (bytes) => {
      const latin = bytes.toString('latin1')
      return (from) => {
        expression.lastIndex = from
        const found = expression.exec(latin)
        return found && { at: found.index, length: found[0].length }
      }
    },
  }
}

const inBytes = (text: string): string => Array.from(Buffer.from(text), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
