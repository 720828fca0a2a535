import { type RecordPrinter, type SavedCapture, toMessageRecord, toWireRecord } from '#engine/index.ts'
import { type FrameRow, isControl, isRaw } from '#shared/model/frame.ts'
import type { MessageRecord, SockscopeRecord } from '#shared/model/records.ts'

/** The most bytes one question to a capture may ask for. */
const SLICE_BYTES = 16 * 1024 * 1024
const SHOWN_FRAME_BYTES = 4096
export const NO_PAYLOAD = new Uint8Array(0)

/** Prints rows as `connect` would have printed their frames, and the messages that end with them. `before` is called ahead of each. */
export async function printRows(
  capture: SavedCapture,
  connection: number,
  rows: readonly FrameRow[],
  printer: RecordPrinter,
  before: (row: FrameRow) => void = () => undefined,
): Promise<void> {
  const printed = await Promise.all(rows.map((row) => recordsOf(capture, connection, row)))
  for (const [index, row] of rows.entries()) {
    before(row)
    for (const { record, payload } of printed[index] ?? []) printer.print(record, payload)
  }
}

interface Printed {
  readonly record: SockscopeRecord
  readonly payload: Uint8Array
}

async function recordsOf(capture: SavedCapture, connection: number, row: FrameRow): Promise<Printed[]> {
  const isShown = isControl(row.opcode) || row.violation !== null
  const payload = isShown ? (await capture.payload(row.seq, 'frame', 0, isRaw(row) ? SLICE_BYTES : SHOWN_FRAME_BYTES)).bytes : NO_PAYLOAD
  const frame = { record: toWireRecord(connection, { facts: row, wire: payload }), payload }
  const message = row.messageLength === null ? null : await messageOf(capture, connection, row.seq)
  return message ? [frame, { record: message, payload: NO_PAYLOAD }] : [frame]
}

async function messageOf(capture: SavedCapture, connection: number, seq: number): Promise<MessageRecord | null> {
  const { message: facts } = await capture.frame(seq)
  if (!facts) return null
  const slices: Uint8Array[] = []
  for (let first = 0; first < facts.length; first += SLICE_BYTES) {
    slices.push((await capture.payload(seq, 'message', first, SLICE_BYTES)).bytes)
  }
  return toMessageRecord(connection, { facts, data: Buffer.concat(slices) })
}
