import { join } from 'node:path'
import { type CapturedEvent, createCaptures, jsonPrinter, type RecordPrinter, readablePrinter, type SavedCapture } from '#engine/index.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { foldersOf } from './folders.ts'
import { createSink, type Sink } from './print/sink.ts'
import { styleFor } from './print/style.ts'
import { NO_PAYLOAD, printRows } from './show/print-rows.ts'
import { type HitsToShow, showHits } from './show/show-hits.ts'

/** Rows read at once, whose payloads are then in memory together. */
const PAGE_ROWS = 50

export interface ShowPlan {
  readonly path: string
  readonly isJson: boolean
  /** Null for everything. */
  readonly hits: HitsToShow | null
}

/**
 * `sockscope show`: a saved capture, printed as `connect` would have printed it, or what a query finds in it.
 * @throws AppError 'capture.unreadable', 'query.too-slow', 'query.failed'
 */
export async function show({ path, isJson, hits }: ShowPlan): Promise<ExitStatus> {
  const captures = createCaptures({ folder: join(foldersOf().data, 'captures') })
  const sink = createSink(process.stdout)
  const printer = isJson ? jsonPrinter(sink) : readablePrinter(sink, styleFor(process.stdout))
  try {
    const capture = await captures.open(path)
    if (hits) return await showHits(capture, hits, printer, sink)
    await printAll(capture, printer, sink)
    return EXIT.done
  } finally {
    await captures.close()
  }
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
    await printRows(capture, connection, rows, printer, (row) => tellEventsBefore(row.timeUs))
    // The next page waits for a slow reader.
    await sink.flush()
  }
  tellEventsBefore(Number.POSITIVE_INFINITY)
  await sink.flush()
  await capture.close()
}

/** A failure that a frame caused comes behind it; the handshake before all frames, whatever the times say. */
const isBefore = (event: CapturedEvent, timeUs: number): boolean => event.type === 'handshake' || event.timeUs < timeUs
