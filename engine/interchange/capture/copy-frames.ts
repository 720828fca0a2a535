import { isUtf8 } from 'node:buffer'
import type { CaptureReader } from '#engine/capture/capture.ts'
import { AppError } from '#shared/errors.ts'
import { type CopyForm, MOST_COPIED } from '#shared/model/frame-selection.ts'
import { type FrameItem, type ItemBatches, readItems } from './captured-items.ts'
import { writeCsv } from './csv.ts'
import type { ExportContext, Pieces } from './export-context.ts'
import { FrameSet } from './frame-set.ts'
import { writeNdjson } from './ndjson/write-ndjson.ts'
import { unmaskedPayload } from './unmasked-payload.ts'

const WRITERS: Record<CopyForm, (context: ExportContext, batches: ItemBatches) => Pieces> = {
  text: (_, batches) => writeLines(batches, textOf),
  hex: (_, batches) => writeLines(batches, (bytes) => hexOf(bytes)),
  ndjson: writeNdjson,
  csv: (context, batches) => withoutMark(writeCsv(context, batches)),
}

/**
 * Frames as text for the clipboard. Unlike an export, these frames and no others: of a fragment that ends no message, its own payload.
 *
 * @throws AppError 'copy.too-large' above MOST_COPIED, 'capture.unreadable'
 */
export async function copyFrames(reader: CaptureReader, seqs: Iterable<number>, form: CopyForm): Promise<string> {
  const total = await reader.total()
  const frames = new FrameSet(total)
  for (const seq of seqs) {
    if (seq >= total) break
    frames.add(seq)
    if (frames.count > MOST_COPIED.frames) throw tooLarge(`more than ${MOST_COPIED.frames.toLocaleString('en')} frames`)
  }
  const pieces: string[] = []
  let bytes = 0
  for await (const piece of WRITERS[form]({ events: [], version: '' }, readItems(reader, [], { frames }))) {
    const text = typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8')
    bytes += Buffer.byteLength(text)
    if (bytes > MOST_COPIED.bytes) throw tooLarge(`more than ${MOST_COPIED.bytes / 2 ** 20} MiB`)
    pieces.push(text)
  }
  // A last line break would paste an empty row.
  return pieces.join('').replace(/\r?\n$/, '')
}

/** The byte order mark is for files. */
async function* withoutMark(pieces: Pieces): Pieces {
  let isFirst = true
  for await (const piece of pieces) {
    yield isFirst && typeof piece === 'string' ? piece.replace(/^\ufeff/, '') : piece
    isFirst = false
  }
}

async function* writeLines(batches: ItemBatches, lineOf: (bytes: Uint8Array, item: FrameItem) => string): Pieces {
  for await (const items of batches) {
    for (const item of items) {
      if (item.kind === 'frame') yield `${lineOf(item.message?.data ?? unmaskedPayload(item.frame), item)}\n`
    }
  }
}

/** Text as it is, bytes as hex. */
function textOf(bytes: Uint8Array, { message }: FrameItem): string {
  const isText = message ? message.facts.kind === 'text' : isUtf8(bytes)
  return isText ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : hexOf(bytes)
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

const tooLarge = (what: string): AppError =>
  new AppError('copy.too-large', `The selection is ${what}: too much for a clipboard.`, {
    hint: 'Export it instead (Ctrl+Shift+E); an export of a selection has no such limit.',
  })
