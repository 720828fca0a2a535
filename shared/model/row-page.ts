import { type Direction, type FrameRow, type MessageKind, VIOLATIONS, type ViolationId } from './frame.ts'

/**
 * Rows on their way to the window, as columns in one buffer: made and read without an object per field, and moved by structured
 * clone or base64 as one thing. Little endian, each column as long as there are rows:
 *
 * | column | | |
 * | --- | --- | --- |
 * | seq, timeUs, payloadLength, wireLength, message, messageLength, messageFrames | f64 | NaN for null |
 * | maskKey | u32 | |
 * | flags | u32 | see FLAG |
 * | preview | u32 | where it ends in the text behind the columns, in UTF-16 units |
 *
 * Before them the number of rows (u32) and four bytes that are 0, behind them the previews, UTF-16.
 */
export type RowPage = Uint8Array

const DOUBLES = 7
const WORDS = 3
const HEAD_BYTES = 8
const ROW_BYTES = DOUBLES * 8 + WORDS * 4

/** Bits of `flags`, from the lowest; `opcode`, `headerLength`, `kind`, `previewKind` and `violation` are numbers there. */
const FLAG = { out: 1, fin: 2, masked: 4, compressed: 8, hit: 16, noHit: 32 } as const
const SHIFT = { rsv: 6, opcode: 9, kind: 13, previewKind: 15, headerLength: 17, violation: 22 } as const

const KINDS: readonly (MessageKind | null)[] = [null, 'text', 'binary']
const PREVIEW_KINDS: readonly FrameRow['previewKind'][] = ['text', 'hex', 'close', 'empty']
// Keys of an object literal keep their order; `satisfies` there makes each one a ViolationId.
const VIOLATION_IDS: readonly (ViolationId | null)[] = [null, ...(Object.keys(VIOLATIONS) as ViolationId[])]

/** A row, and whether it is a hit where a query's rows are shown. */
export type PageRow = FrameRow & { readonly isHit?: boolean }

export function encodeRows(rows: readonly PageRow[]): RowPage {
  const previews = rows.map(({ preview }) => preview).join('')
  const bytes = new Uint8Array(HEAD_BYTES + rows.length * ROW_BYTES + previews.length * 2)
  const view = new DataView(bytes.buffer)
  const page = columnsOf(bytes.buffer, 0, rows.length)
  view.setUint32(0, rows.length, true)
  for (let at = 0; at < previews.length; at += 1)
    view.setUint16(HEAD_BYTES + rows.length * ROW_BYTES + at * 2, previews.charCodeAt(at), true)
  let previewEnd = 0
  for (const [index, row] of rows.entries()) {
    page.doubles(index, [
      row.seq,
      row.timeUs,
      row.payloadLength,
      row.wireLength,
      row.message ?? Number.NaN,
      row.messageLength ?? Number.NaN,
      row.messageFrames ?? Number.NaN,
    ])
    previewEnd += row.preview.length
    page.words(index, [row.maskKey === null ? 0 : Number.parseInt(row.maskKey, 16), flagsOf(row), previewEnd])
  }
  return bytes
}

/** @throws RangeError for bytes that are no page */
export function decodeRows(bytes: RowPage): PageRow[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = view.getUint32(0, true)
  const page = columnsOf(bytes.buffer, bytes.byteOffset, count)
  const unit = (at: number): number => view.getUint16(HEAD_BYTES + count * ROW_BYTES + at * 2, true)
  const rows: PageRow[] = []
  let previewStart = 0
  for (let index = 0; index < count; index += 1) {
    const [maskKey, flags, previewEnd] = [page.word(0, index), page.word(1, index), page.word(2, index)]
    const preview = String.fromCharCode(...Array.from({ length: previewEnd - previewStart }, (_, at) => unit(previewStart + at)))
    rows.push(rowOf((column) => page.double(column, index), maskKey, flags, preview))
    previewStart = previewEnd
  }
  return rows
}

function flagsOf(row: PageRow): number {
  const hit = row.isHit === undefined ? 0 : row.isHit ? FLAG.hit : FLAG.noHit
  const switches =
    (row.direction === 'out' ? FLAG.out : 0) |
    (row.fin ? FLAG.fin : 0) |
    (row.masked ? FLAG.masked : 0) |
    (row.compressed ? FLAG.compressed : 0) |
    hit
  const numbers =
    (row.rsv << SHIFT.rsv) |
    (row.opcode << SHIFT.opcode) |
    (KINDS.indexOf(row.kind) << SHIFT.kind) |
    (PREVIEW_KINDS.indexOf(row.previewKind) << SHIFT.previewKind) |
    (row.headerLength << SHIFT.headerLength) |
    (VIOLATION_IDS.indexOf(row.violation) << SHIFT.violation)
  return switches | numbers
}

function rowOf(double: (column: number) => number, maskKey: number, flags: number, preview: string): PageRow {
  const has = (flag: number): boolean => (flags & flag) !== 0
  const number = (shift: number, mask: number): number => (flags >>> shift) & mask
  const orNull = (column: number): number | null => (Number.isNaN(double(column)) ? null : double(column))
  const direction: Direction = has(FLAG.out) ? 'out' : 'in'
  const row: FrameRow = {
    seq: double(0),
    timeUs: double(1),
    direction,
    fin: has(FLAG.fin),
    rsv: number(SHIFT.rsv, 7),
    opcode: number(SHIFT.opcode, 15),
    masked: has(FLAG.masked),
    maskKey: has(FLAG.masked) ? maskKey.toString(16).padStart(8, '0') : null,
    headerLength: number(SHIFT.headerLength, 31),
    payloadLength: double(2),
    wireLength: double(3),
    message: orNull(4),
    violation: VIOLATION_IDS[number(SHIFT.violation, 63)] ?? null,
    kind: KINDS[number(SHIFT.kind, 3)] ?? null,
    compressed: has(FLAG.compressed),
    messageLength: orNull(5),
    messageFrames: orNull(6),
    preview,
    previewKind: PREVIEW_KINDS[number(SHIFT.previewKind, 3)] ?? 'empty',
  }
  return has(FLAG.hit) || has(FLAG.noHit) ? { ...row, isHit: has(FLAG.hit) } : row
}

/** The columns by their numbers. A page from the wire may begin at any byte, so it is read through a view. */
function columnsOf(buffer: ArrayBufferLike, start: number, count: number) {
  const view = new DataView(buffer, start)
  const doubleAt = (column: number, index: number): number => HEAD_BYTES + (column * count + index) * 8
  const wordAt = (column: number, index: number): number => HEAD_BYTES + DOUBLES * count * 8 + (column * count + index) * 4
  return {
    double: (column: number, index: number) => view.getFloat64(doubleAt(column, index), true),
    word: (column: number, index: number) => view.getUint32(wordAt(column, index), true),
    doubles: (index: number, values: readonly number[]) => {
      for (const [column, value] of values.entries()) view.setFloat64(doubleAt(column, index), value, true)
    },
    words: (index: number, values: readonly number[]) => {
      for (const [column, value] of values.entries()) view.setUint32(wordAt(column, index), value, true)
    },
  }
}
