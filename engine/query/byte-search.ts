import type { Query } from '#shared/query/query.ts'
import type { Payload } from '../capture/payload.ts'
import { type BatchRows, unmask } from './batch-rows.ts'
import type { Spans } from './spans.ts'
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
    const searchLong = (index: number) => {
      if (isInPieces(spanPayload(rows, spans, index), needle)) hits[spans.row[index] ?? 0] = 1
    }
    forEachWindow(rows, spans, PIECE_BYTES, (window) => searchWindow(window, spans, needle, hits), searchLong)
    for (const { row, payload } of joined) if (isInPieces(payload, needle)) hits[row] = 1
    return hits
  }
}

/** One search over all of a window; what is found across the edge of a span (in a header, say) is passed over. */
function searchWindow({ bytes, first, end, offset }: Window, spans: Spans, needle: Needle, hits: Uint8Array): void {
  const find = needle.in(bytes)
  let index = first
  for (let found = find(0); found !== null; ) {
    const [from, to] = [offset + found.at, offset + found.at + found.length]
    while (index < end && spans.endOf(index) < to) index += 1
    if (index === end) return
    const isWithin = from >= (spans.offset[index] ?? 0)
    if (isWithin) hits[spans.row[index] ?? 0] = 1
    found = find(isWithin ? spans.endOf(index) - offset : found.at + 1)
  }
}

function isInPieces(payload: Payload, needle: Needle): boolean {
  const overlap = needle.length - 1
  for (let first = 0; first < payload.total; first += PIECE_BYTES) {
    const piece = payload.read(first, Math.min(PIECE_BYTES + overlap, payload.total - first))
    if (needle.in(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))(0) !== null) return true
  }
  return false
}

export function spanPayload(rows: BatchRows, spans: Spans, index: number): Payload {
  const [offset, maskKey, phase] = [spans.offset[index] ?? 0, spans.maskKey[index] ?? -1, spans.maskPhase[index] ?? 0]
  return {
    total: spans.length[index] ?? 0,
    read: (first, count) => {
      const bytes = rows.read(offset + first, count)
      if (maskKey >= 0) unmask(bytes, 0, count, maskKey, phase + first)
      return bytes
    },
  }
}

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
  // Some letters differ in length from their capitals, as ɐ (two bytes) from Ɐ (three).
  const length = variants.every((each) => new Set(each.map((form) => Buffer.byteLength(form))).size === 1) ? Buffer.byteLength(text) : null
  return {
    length: length ?? Math.max(Buffer.byteLength(text), Buffer.byteLength(text.toUpperCase())),
    in: (bytes) => {
      const latin = bytes.toString('latin1')
      return (from) => {
        expression.lastIndex = from
        if (length === null) {
          const found = expression.exec(latin)
          return found && { at: found.index, length: found[0].length }
        }
        return expression.test(latin) ? { at: expression.lastIndex - length, length } : null
      }
    },
  }
}

const inBytes = (text: string): string => Array.from(Buffer.from(text), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
