import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { CaptureId } from '#shared/model/ids.ts'
import { nowUs } from '../clock.ts'
import type { Capture, SavedCapture } from './capture.ts'
import { type CaptureOptions, LiveCapture } from './live-capture.ts'
import { requireSqlite } from './sqlite.ts'
import { linkWorker } from './worker-link.ts'

/**
 * What captures of ended processes may take on the disk, together. Beyond it the oldest are removed when Sockscope starts;
 * captures saved as files stand elsewhere and are never removed.
 */
export const LEFTOVER_LIMIT_BYTES = 2 * 1024 ** 3

/** What one capture may take on the disk (frames and inflated messages). Beyond it recording stops, and says so. */
export const CAPTURE_LIMIT_BYTES = 16 * 1024 ** 3

export interface CapturesOptions {
  /** Where live captures stand, one folder each. Made if missing; several processes may share it. */
  readonly folder: string
  /** @default LEFTOVER_LIMIT_BYTES */
  readonly leftoverLimitBytes?: number
  /** @default CAPTURE_LIMIT_BYTES */
  readonly captureLimitBytes?: number
  /** Told if the captures of earlier runs could not be tidied up; nothing else depends on it. */
  readonly onSweepFailed?: (error: unknown) => void
}

/** All captures of one engine, and the worker thread that writes and reads them. */
export interface Captures {
  /** At once; that the folder could not be made comes through `onError`. */
  readonly create: (options: CaptureOptions) => Capture
  /** @throws AppError 'capture.unreadable' */
  readonly open: (path: string) => Promise<SavedCapture>
  /** Writes what is pending of every capture and ends the worker. Folders stay, for the next start to keep or remove. */
  readonly close: () => Promise<void>
}

/** @throws AppError 'node.too-old' */
export function createCaptures(options: CapturesOptions): Captures {
  requireSqlite()
  const link = linkWorker()
  const live = new Set<Capture>()
  let lastNumber = 0
  link
    .call('sweep', { folder: options.folder, limitBytes: options.leftoverLimitBytes ?? LEFTOVER_LIMIT_BYTES })
    .catch((error) => options.onSweepFailed?.(error))
  return {
    create: (captureOptions) => {
      const number = ++lastNumber
      const id = newCaptureId()
      const created = link.call('create', {
        capture: number,
        folder: join(options.folder, id),
        connection: captureOptions.connection,
        createdUs: nowUs(),
        limitBytes: options.captureLimitBytes ?? CAPTURE_LIMIT_BYTES,
      })
      const capture = new LiveCapture(id, number, link, { ...captureOptions, created, onRemoved: (removed) => live.delete(removed) })
      live.add(capture)
      return capture
    },
    open: async (path) => {
      const capture = ++lastNumber
      await link.call('open', { capture, path })
      return savedCapture(link, capture)
    },
    close: async () => {
      // A capture that failed has told so already; the others are still brought to their end.
      await Promise.allSettled([...live].map((capture) => capture.finish()))
      await link.end()
    },
  }
}

function savedCapture(link: ReturnType<typeof linkWorker>, capture: number): SavedCapture {
  return {
    rows: (first, count) => link.call('rows', { capture, first, count }),
    frame: (seq) => link.call('frame', { capture, seq }),
    payload: (seq, of, first, count) => link.call('payload', { capture, seq, of, first, count }),
    events: () => link.call('events', { capture }),
    total: () => link.call('total', { capture }),
    close: () => link.call('close', { capture, remove: false }),
  }
}

/** Sorts by age; leftovers.ts knows its form. */
function newCaptureId(): CaptureId {
  // Branding happens here, where ids are made.
  return `${Date.now()}-${process.pid}-${randomBytes(4).toString('hex')}` as CaptureId
}
