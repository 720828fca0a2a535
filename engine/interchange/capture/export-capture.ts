import type { CapturedEvent, CaptureReader } from '#engine/capture/capture.ts'
import type { Captures } from '#engine/capture/captures.ts'
import { writeFileAtomic } from '#engine/files/atomic-write.ts'
import { AppError } from '#shared/errors.ts'
import type { ExportFormat } from '#shared/model/interchange.ts'
import { type CapturedItem, type ItemBatches, readItems } from './captured-items.ts'
import { copyCapture } from './copy-capture.ts'
import { writeCsv } from './csv.ts'
import type { ExportContext, Pieces } from './export-context.ts'
import type { FrameSet } from './frame-set.ts'
import { writeHar } from './har/write-har.ts'
import { writeNdjson } from './ndjson/write-ndjson.ts'
import { writePcapng } from './pcapng/write-pcapng.ts'
import { writeTranscript } from './transcript.ts'

/** Bytes in one write, about. */
const WRITE_BYTES = 256 * 1024

const WRITERS: Record<Exclude<ExportFormat, 'sockscope'>, (context: ExportContext, batches: ItemBatches) => Pieces> = {
  ndjson: writeNdjson,
  har: writeHar,
  csv: writeCsv,
  text: writeTranscript,
  pcapng: writePcapng,
}

/** Changes what is written, on its way: see engine/interchange/redaction. */
export interface Redaction {
  readonly events: (events: readonly CapturedEvent[]) => readonly CapturedEvent[]
  readonly items: (reader: CaptureReader, batches: ItemBatches) => ItemBatches
}

export interface ExportOptions {
  readonly captures: Captures
  /** Of Sockscope. */
  readonly version: string
  readonly format: ExportFormat
  /** Null for all. */
  readonly frames: FrameSet | null
  /** Null to write everything as it is. */
  readonly redaction: Redaction | null
  readonly signal?: AbortSignal
  /** Frames looked at so far. */
  readonly onProgress?: (framesDone: number) => void
}

/**
 * Writes a capture, or a part of it, for others. Reads and writes in slices: in memory are at most a slice, or the largest
 * message. The file takes its name when it is complete.
 *
 * @throws AppError 'export.failed', 'export.cancelled', 'capture.unreadable', 'capture.disk'
 */
export async function exportCapture(reader: CaptureReader, path: string, options: ExportOptions): Promise<void> {
  const { redaction, format, version, captures, signal } = options
  const captured = await reader.events()
  const events = redaction ? redaction.events(captured) : captured
  const read = readItems(reader, events, { frames: options.frames, ...(options.onProgress && { onProgress: options.onProgress }) })
  const batches = cancellable(redaction ? redaction.items(reader, read) : read, signal)
  try {
    if (format === 'sockscope') await copyCapture(captures, events[0]?.connection ?? 1, batches, await reader.notes(), path)
    else await writeFileAtomic(path, gathered(WRITERS[format]({ events, version }, batches)))
  } catch (error) {
    throw error instanceof AppError ? error : exportFailure(path, error)
  }
}

export function cancelled(): AppError {
  return new AppError('export.cancelled', 'The export was cancelled; nothing was written.')
}

async function* cancellable(batches: ItemBatches, signal: AbortSignal | undefined): AsyncGenerator<readonly CapturedItem[]> {
  for await (const items of batches) {
    if (signal?.aborted) throw cancelled()
    yield items
  }
}

async function* gathered(pieces: Pieces): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  for await (const piece of pieces) {
    const part = typeof piece === 'string' ? Buffer.from(piece) : piece
    waiting.push(part)
    bytes += part.length
    if (bytes < WRITE_BYTES) continue
    yield Buffer.concat(waiting)
    waiting = []
    bytes = 0
  }
  yield Buffer.concat(waiting)
}

function exportFailure(path: string, error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error)
  return new AppError('export.failed', `The export could not be written to ${path}: ${reason}.`, {
    hint: 'Choose a folder that exists, can be written to and has room.',
    cause: error,
  })
}
