import { askCapture, type CapturedEvent, type RecordPrinter, type SavedCapture } from '#engine/index.ts'
import { AppError } from '#shared/errors.ts'
import type { QueryProgress } from '#shared/model/query.ts'
import { type QueryFault, sayFault } from '#shared/query/fault.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import type { Sink } from '../print/sink.ts'
import { printRows } from './print-rows.ts'

/** Rows read at once, whose payloads are then in memory together. */
const PAGE_ROWS = 50

export interface HitsToShow {
  readonly text: string
  /** Rows around each hit. */
  readonly context: number
}

/**
 * Prints what a query finds, as it is found.
 *
 * @returns EXIT.nothing if no frame fits, EXIT.usage if the query has a fault, which is said
 * @throws AppError 'query.too-slow', 'query.failed', 'capture.unreadable'
 */
export async function showHits(capture: SavedCapture, asked: HitsToShow, printer: RecordPrinter, sink: Sink): Promise<ExitStatus> {
  const events = await capture.events()
  const news = createNews()
  const { running, fault } = await askCapture(capture, asked.text, {
    context: asked.context,
    originUs: beginningOf(events),
    onProgress: news.tell,
  })
  if (fault) {
    process.stderr.write(faultLines(asked.text, fault))
    return EXIT.usage
  }
  let isBroken = false
  sink.listen({
    onFull: () => undefined,
    onBroken: () => {
      isBroken = true
    },
  })
  const connection = events[0]?.connection ?? 1
  try {
    for (let printed = 0; !isBroken; ) {
      const progress = await news.next()
      for (; printed < progress.shown && !isBroken; printed += Math.min(PAGE_ROWS, progress.shown - printed)) {
        await printRows(capture, connection, await running.rows(printed, Math.min(PAGE_ROWS, progress.shown - printed)), printer)
        // The next page waits for a slow reader.
        await sink.flush()
      }
      if (progress.failure) throw new AppError(progress.failure.code, progress.failure.message, { hint: progress.failure.hint })
      if (progress.state === 'complete') return endOf(progress)
    }
    return EXIT.done
  } finally {
    running.end()
  }
}

function endOf({ hits, unexamined }: QueryProgress): ExitStatus {
  if (unexamined > 0) {
    process.stderr.write(`sockscope: ${unexamined.toLocaleString('en')} messages were too long or nested too deeply to be examined.\n`)
  }
  return hits > 0 ? EXIT.done : EXIT.nothing
}

/** When connecting began, as in the window; null where the capture does not say. */
const beginningOf = ([first]: readonly CapturedEvent[]): number | null => (first?.type === 'handshake' ? first.timeUs : null)

/** The sentence, the query, and a mark under the place. */
export function faultLines(text: string, fault: QueryFault): string {
  const mark = `${' '.repeat(fault.at)}${'^'.repeat(Math.max(1, fault.length))}`
  // One character for each that is not printable, so that the mark stands under its place.
  const line = text.replace(/[^\P{C}]/gu, '?')
  return `sockscope: ${escapeForTerminal(sayFault(fault))}\n  ${line}\n  ${mark}\n`
}

/** The newest progress, for one who comes back for it now and then. */
function createNews(): { readonly tell: (progress: QueryProgress) => void; readonly next: () => Promise<QueryProgress> } {
  let waiting = Promise.withResolvers<QueryProgress>()
  let newest: QueryProgress | null = null
  return {
    tell: (progress) => {
      newest = progress
      waiting.resolve(progress)
    },
    next: async () => {
      const first = await waiting.promise
      waiting = Promise.withResolvers()
      return newest ?? first
    },
  }
}
