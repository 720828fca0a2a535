import type { Comparison, Flag, Moment, OpcodeName, Query } from '#shared/query/query.ts'
import { FLAG } from '../capture/batch-columns.ts'
import { violationAt } from '../capture/frame-columns.ts'
import type { BatchRows } from './batch-rows.ts'

/** What times of a query are counted from. */
export interface TimeFrame {
  /** The capture's beginning, in microseconds since the Unix epoch. */
  readonly originUs: number
}

export type ColumnTerm = Exclude<Query, { kind: 'and' | 'or' | 'not' | 'text' | 'bytes' | 'pattern' | 'json' }>
/** Whether a row fits, by its facts alone. */
export type RowTest = (rows: BatchRows, row: number) => boolean

const OPCODES: { readonly [Name in OpcodeName]: (opcode: number) => boolean } = {
  text: (opcode) => opcode === 1,
  binary: (opcode) => opcode === 2,
  cont: (opcode) => opcode === 0,
  ping: (opcode) => opcode === 9,
  pong: (opcode) => opcode === 10,
  close: (opcode) => opcode === 8,
  data: (opcode) => opcode < 8,
  control: (opcode) => opcode >= 8,
  reserved: (opcode) => (opcode > 2 && opcode < 8) || opcode > 10,
}

const FLAGS: { readonly [Name in Flag]: RowTest } = {
  fin: (rows, row) => (rows.firstByteOf(row) & 0x80) !== 0,
  rsv1: (rows, row) => (rows.firstByteOf(row) & 0x40) !== 0,
  rsv2: (rows, row) => (rows.firstByteOf(row) & 0x20) !== 0,
  rsv3: (rows, row) => (rows.firstByteOf(row) & 0x10) !== 0,
  masked: (rows, row) => (rows.flagsOf(row) & FLAG.masked) !== 0,
  compressed: (rows, row) => (rows.flagsOf(row) & FLAG.compressed) !== 0,
}

export function columnTest(term: ColumnTerm, frame: TimeFrame): RowTest {
  switch (term.kind) {
    case 'direction': {
      const wanted = term.direction === 'out' ? FLAG.out : 0
      return (rows, row) => (rows.flagsOf(row) & FLAG.out) === wanted
    }
    case 'opcode': {
      const isWanted = OPCODES[term.name]
      return (rows, row) => isWanted(rows.opcodeOf(row)) && !rows.isRawAt(row)
    }
    case 'messageKind': {
      const wanted = term.messageKind === 'text' ? FLAG.text : FLAG.binary
      return (rows, row) => (rows.flagsOf(row) & wanted) !== 0
    }
    case 'violation': {
      const { id } = term
      if (id === null) return (rows, row) => rows.batch.columns.violation[row] !== 0
      return (rows, row) => violationAt(rows.batch.columns, row) === id
    }
    case 'flag': {
      const isSet = FLAGS[term.flag]
      return (rows, row) => isSet(rows, row) && !rows.isRawAt(row)
    }
    case 'number':
      return compared(NUMBERS[term.field], term.comparison, term.value)
    case 'gap':
      return compared(gapUs, term.comparison, term.us)
    case 'time':
      return compared((rows, row) => rows.batch.columns.timeUs[row] ?? null, term.comparison, momentUs(term.moment, frame))
  }
}

type NumberOf = (rows: BatchRows, row: number) => number | null

const NUMBERS: { readonly [Field in Extract<Query, { kind: 'number' }>['field']]: NumberOf } = {
  size: (rows, row) => rows.sizeOf(row),
  wire: (rows, row) => rows.wireLengthOf(row),
  seq: (rows, row) => rows.batch.first + row,
  code: (rows, row) => rows.codeOf(row),
  message: (rows, row) => {
    const message = rows.batch.columns.message[row] ?? -1
    return message < 0 ? null : message
  },
}

function gapUs(rows: BatchRows, row: number): number | null {
  const before = row === 0 ? rows.previousUs : (rows.batch.columns.timeUs[row - 1] ?? 0)
  return before === null ? null : (rows.batch.columns.timeUs[row] ?? 0) - before
}

/** What a row does not have fits no comparison. */
function compared(numberOf: NumberOf, comparison: Comparison, wanted: number): RowTest {
  const fits = FITS[comparison]
  return (rows, row) => {
    const number = numberOf(rows, row)
    return number !== null && fits(number, wanted)
  }
}

const FITS: { readonly [Sign in Comparison]: (one: number, other: number) => boolean } = {
  '=': (one, other) => one === other,
  '!=': (one, other) => one !== other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
}

const DAY_US = 24 * 3600e6

/**
 * A time of day is the first such moment from the capture's beginning on, on this machine's clock; on the day the clock is set back or
 * forth it may be an hour off. A date without a zone is local, and one without a time is its midnight.
 */
function momentUs(moment: Moment, { originUs }: TimeFrame): number {
  if (moment.kind === 'since') return originUs + moment.us
  if (moment.kind === 'date') return dateUs(moment.iso)
  const midnightUs = new Date(originUs / 1000).setHours(0, 0, 0, 0) * 1000
  const thatDayUs = midnightUs + moment.us
  return thatDayUs + 1e6 > originUs ? thatDayUs : thatDayUs + DAY_US
}

/** Dates of JavaScript end at milliseconds; what is finer is added. */
function dateUs(iso: string): number {
  const fraction = /\.(\d{1,6})/.exec(iso)?.[1] ?? ''
  const whole = iso.replace(/\.\d{1,6}/, '')
  const local = whole.length === 10 ? `${whole}T00:00` : whole
  return Date.parse(local) * 1000 + Number(fraction.padEnd(6, '0'))
}
