import { join } from 'node:path'
import {
  type CapturedEvent,
  createCaptures,
  jsonPrinter,
  type RecordPrinter,
  readablePrinter,
  type SavedCapture,
  toMessageRecord,
  toWireRecord,
} from '#engine/index.ts'
import { type FrameRow, isControl, isRaw } from '#shared/model/frame.ts'
import type { MessageRecord, SockscopeRecord } from '#shared/model/records.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { foldersOf } from './folders.ts'
import { createSink, type Sink } from './print/sink.ts'
import { styleFor } from './print/style.ts'

/** Rows read at once, whose payloads are then in memory together. */
const PAGE_ROWS = 50
/** The most bytes one question to a capture may ask for. */
const SLICE_BYTES = 16 * 1024 * 1024
const SHOWN_FRAME_BYTES = 4096
const NO_PAYLOAD = new Uint8Array(0)

/**
 * `sockscope show`: a saved capture, printed as `connect` would have printed it.
 * @throws AppError 'capture.unreadable'
 */
export async function show(path: string, isJson: boolean): Promise<ExitStatus> {
  const captures = createCaptures({ folder: join(foldersOf().data, 'captures') })
  const sink = createSink(process.stdout)
  const printer = isJson ? jsonPrinter(sink) : readablePrinter(sink, styleFor(process.stdout))
  try {
    await printAll(await captures.open(path), printer, sink)
  } finally {
    await captures.close()
  }
  return EXIT.done
}

async function printAll(capture: SavedCapture, printer: RecordPrinter, sink: Sink): Promise<void> {
  let isBroken = false
  sink.listen({
    onFull: () => undefined,
    onBroken: () => {
      isBroken = true
    },
  })
  const events = await capture.events()
  const connection = events[0]?.connection ?? 1
  const total = await capture.total()
  let told = 0
  const tellEventsBefore = (timeUs: number): void => {
    for (let event = events[told]; event && isBefore(event, timeUs); event = events[++told]) printer.print(event, NO_PAYLOAD)
  }
  for (let first = 0; first < total && !isBroken; first += PAGE_ROWS) {
    const rows = await capture.rows(first, PAGE_ROWS)
    const printed = await Promise.all(rows.map((row) => recordsOf(capture, connection, row)))
    for (const [index, row] of rows.entries()) {
      tellEventsBefore(row.timeUs)
      for (const { record, payload } of printed[index] ?? []) printer.print(record, payload)
    }
    // The next page waits for a slow reader.
    await sink.flush()
  }
  tellEventsBefore(Number.POSITIVE_INFINITY)
  await sink.flush()
  await capture.close()
}

/** A failure that a frame caused comes behind it; the handshake before all frames, whatever the times say. */
const isBefore = (event: CapturedEvent, timeUs: number): boolean => event.type === 'handshake' || event.timeUs < timeUs

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
