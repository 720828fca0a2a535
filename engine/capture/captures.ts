import type { CaptureId } from '#shared/model/ids.ts'
import { nowUs } from '../clock.ts'
import type { Capture, CaptureReader, SavedCapture } from './capture.ts'
import { folderOfCapture, isCaptureId, newCaptureId } from './capture-folders.ts'
import { captureReader } from './capture-reader.ts'
import { type CaptureOptions, LiveCapture } from './live-capture.ts'
import { requireSqlite } from './sqlite.ts'
import { StoredCaptures, unknownCapture } from './stored-captures.ts'
import { linkWorker, type WorkerLink } from './worker-link.ts'

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

/** All captures of one engine, the worker thread that records, and another that reads what was recorded before. */
export interface Captures {
  /** At once; that the folder could not be made comes through `onError`. */
  readonly create: (options: CaptureOptions) => Capture
  /** @throws AppError 'capture.unreadable' */
  readonly open: (path: string) => Promise<SavedCapture>
  /** A capture of the folder, live or ended, of this process or an earlier one. Its questions reject with 'capture.unknown' if there is none. */
  readonly reader: (id: CaptureId) => CaptureReader
  /** Writes what is pending of every capture and ends the worker. Folders stay, for the next start to keep or remove. */
  readonly close: () => Promise<void>
}

/** @throws AppError 'node.too-old' */
export function createCaptures(options: CapturesOptions): Captures {
  requireSqlite()
  const link = linkWorker()
  const archive = lazily(linkWorker)
  const live = new Map<CaptureId, Capture>()
  const stored = new StoredCaptures({
    link: archive.get,
    pathOf: (id) => {
      if (!isCaptureId(id)) throw unknownCapture(id)
      return folderOfCapture(options.folder, id)
    },
  })
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
        folder: folderOfCapture(options.folder, id),
        connection: captureOptions.connection,
        createdUs: nowUs(),
        limitBytes: options.captureLimitBytes ?? CAPTURE_LIMIT_BYTES,
      })
      const capture = new LiveCapture(id, number, link, { ...captureOptions, created, onReleased: () => live.delete(id) })
      live.set(id, capture)
      return capture
    },
    open: async (path) => {
      const capture = ++lastNumber
      await link.call('open', { capture, path })
      return savedCapture(link, capture)
    },
    reader: (id) => live.get(id) ?? stored.reader(id),
    close: async () => {
      // A capture that failed has told so already; the others are still brought to their end.
      await Promise.allSettled([...live.values()].map((capture) => capture.finish()))
      await Promise.all([link.end(), archive.made()?.end()])
    },
  }
}

const savedCapture = (link: WorkerLink, capture: number): SavedCapture => ({
  ...captureReader((name, input, transfer) => link.call(name, { ...input, capture }, transfer)),
  close: () => link.call('close', { capture, remove: false }),
})

function lazily<T>(make: () => T): { readonly get: () => T; readonly made: () => T | null } {
  let made: T | null = null
  return {
    get: () => {
      made ??= make()
      return made
    },
    made: () => made,
  }
}
