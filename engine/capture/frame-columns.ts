import { type FrameFacts, OPCODE, type ViolationId } from '#shared/model/frame.ts'
import type { FrameRun } from '../tap/frame-run.ts'
import { type BatchColumns, FLAG } from './batch-columns.ts'

/** Numbers in captures on disk: never change one, only add. */
const VIOLATION_NUMBER: Record<ViolationId, number> = {
  'reserved-bits': 1,
  'reserved-opcode': 2,
  'masked-by-server': 3,
  'length-not-minimal': 4,
  'length-too-large': 5,
  'control-fragmented': 6,
  'control-too-long': 7,
  'continuation-without-start': 8,
  'message-interrupted': 9,
  'compressed-continuation': 10,
  'compressed-control': 11,
  'not-utf8': 12,
  'not-inflatable': 13,
  'message-too-large': 14,
  'close-payload-length': 15,
  'close-code': 16,
  'close-reason-not-utf8': 17,
  'after-close': 18,
  truncated: 19,
  'inflated-too-large': 20,
  'too-many-fragments': 21,
  unframed: 22,
}

const VIOLATION_BY_NUMBER: readonly (ViolationId | null | undefined)[] = byNumber()

function byNumber(): (ViolationId | null)[] {
  const ids: (ViolationId | null)[] = [null]
  // Object.entries forgets the key type; the record above is its only source.
  for (const [id, number] of Object.entries(VIOLATION_NUMBER)) ids[number] = id as ViolationId
  return ids
}

export const violationAt = (columns: BatchColumns, index: number): ViolationId | null =>
  VIOLATION_BY_NUMBER[columns.violation[index] ?? 0] ?? null

export const isViolationNumber = (number: number): boolean => VIOLATION_BY_NUMBER[number] !== undefined

/** Writes a frame's facts at `index`; `kindFlags` are the FLAG bits of its message. */
export function putFrame(columns: BatchColumns, index: number, facts: FrameFacts, kindFlags: number, storedLength: number): void {
  columns.timeUs[index] = facts.timeUs
  columns.payloadLength[index] = facts.payloadLength
  columns.storedLength[index] = storedLength
  columns.maskKey[index] = facts.maskKey === null ? 0 : Number.parseInt(facts.maskKey, 16)
  columns.message[index] = facts.message ?? -1
  columns.firstByte[index] = (facts.fin ? 0x80 : 0) | (facts.rsv << 4) | facts.opcode
  columns.flags[index] =
    kindFlags |
    (facts.direction === 'out' ? FLAG.out : 0) |
    (facts.masked ? FLAG.masked : 0) |
    (facts.maskKey === null ? 0 : FLAG.hasMaskKey)
  columns.headerLength[index] = facts.headerLength
  columns.violation[index] = facts.violation === null ? 0 : VIOLATION_NUMBER[facts.violation]
}

/**
 * Writes the facts of `count` frames of a run, beginning with its frame `from`, at `index` and behind.
 *
 * @param flags FLAG bits of each
 * @returns their bytes
 */
export function putRun(
  columns: BatchColumns,
  index: number,
  run: FrameRun,
  { from, count, flags }: { readonly from: number; readonly count: number; readonly flags: number },
): number {
  const { payloadLength, storedLength, message, headerLength } = columns
  const { payloadLengths, headerLengths } = run
  const end = index + count
  const firstMessage = run.firstMessage + from
  let bytes = 0
  for (let frame = 0; frame < count; frame++) {
    const payloadBytes = payloadLengths[from + frame] ?? 0
    const headerBytes = headerLengths[from + frame] ?? 0
    const wireBytes = headerBytes + payloadBytes
    payloadLength[index + frame] = payloadBytes
    storedLength[index + frame] = wireBytes
    headerLength[index + frame] = headerBytes
    message[index + frame] = firstMessage + frame
    bytes += wireBytes
  }
  columns.timeUs.fill(run.timeUs, index, end)
  columns.maskKey.fill(0, index, end)
  const rsv = run.inflated === null ? 0 : 0x40
  columns.firstByte.fill(0x80 | rsv | (run.kind === 'text' ? OPCODE.text : OPCODE.binary), index, end)
  columns.flags.fill(flags, index, end)
  columns.violation.fill(0, index, end)
  return bytes
}

/** The other way round. `index` is within the columns. */
export function frameFacts(columns: BatchColumns, index: number, seq: number): FrameFacts {
  const firstByte = columns.firstByte[index] ?? 0
  const flags = columns.flags[index] ?? 0
  const message = columns.message[index] ?? -1
  const headerLength = columns.headerLength[index] ?? 0
  const payloadLength = columns.payloadLength[index] ?? 0
  return {
    seq,
    timeUs: columns.timeUs[index] ?? 0,
    direction: (flags & FLAG.out) !== 0 ? 'out' : 'in',
    fin: (firstByte & 0x80) !== 0,
    rsv: (firstByte >> 4) & 7,
    opcode: firstByte & 0xf,
    masked: (flags & FLAG.masked) !== 0,
    maskKey: (flags & FLAG.hasMaskKey) !== 0 ? (columns.maskKey[index] ?? 0).toString(16).padStart(8, '0') : null,
    headerLength,
    payloadLength,
    wireLength: headerLength + payloadLength,
    message: message < 0 ? null : message,
    violation: violationAt(columns, index),
  }
}
