import { AppError } from '#shared/errors.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { nowUs } from '../clock.ts'
import type { Capture, CaptureReader, SavedCapture } from './capture.ts'
import { folderOfCapture, newCaptureId, scratchOf } from './capture-folders.ts'
import { captureReader } from './capture-reader.ts'
import { CaptureHistory } from './history/capture-history.ts'
import { type CaptureOptions, HELD_AFTER_MS, LiveCapture } from './live-capture.ts'
import { requireSqlite } from './sqlite.ts'
import { StoredCaptures } from './stored-captures.ts'
import { linkWorker, type WorkerLink } from './worker-link.ts'

/** What captures may take on the disk, in bytes. Captures saved as files stand elsewhere and are not counted. */
export interface CaptureLimits {
  /** One capture's frames and inflated messages. Beyond it recording stops, and says so. */
  readonly captureLimitBytes: number
  /** All captures of the folder together; beyond it the oldest make room (make-room.ts). */
  readonly historyLimitBytes: number
}

export interface CapturesOptions {
  /** Where captures stand, one folder each. Made if missing; several processes may share it. */
  readonly folder: string
  /** Asked whenever they matter, for a person may change them. Whoever does not know them removes no old captures. @default those of DEFAULT_SETTINGS, for what is recorded */
  readonly limits?: () => CaptureLimits
  /** A connection is held back also when a batch waits this long for the disk, in milliseconds. @default HELD_AFTER_MS */
  readonly heldAfterMs?: number
  /** Ended captures that a window shows: they do not make room for others. */
  readonly shown?: () => ReadonlySet<CaptureId>
  /** The history lists something else than before. */
  readonly onHistoryChanged?: () => void
  /** Old captures could not be removed; nothing else depends on it. */
  readonly onRoomFailed?: (error: unknown) => void
}

/** All captures of one engine, the worker thread that records, and another that reads what was recorded before. */
export interface Captures {
  /** At once; that the folder could not be made comes through `onError`. */
  readonly create: (options: CaptureOptions) => Capture
  /** @throws AppError 'capture.unreadable', 'capture.newer', 'capture.recording' */
  readonly open: (path: string) => Promise<SavedCapture>
  /** A capture of the folder, live or ended, of this process or an earlier one. Its questions reject with 'capture.unknown' if there is none. */
  readonly reader: (id: CaptureId) => CaptureReader
  /** Makes a `.sockscope` file readable by an id, until it is released. It is opened when it is asked for. */
  readonly addFile: (path: string) => CaptureId
  /** Lets go of an ended capture's files. */
  readonly release: (id: CaptureId) => Promise<void>
  readonly history: CaptureHistory
  /** Writes what is pending of every capture and ends the workers. Captures stay. */
  readonly close: () => Promise<void>
}

/** @throws AppError 'node.too-old' */
export function createCaptures(options: CapturesOptions): Captures {
  requireSqlite()
  const { folder, limits = () => DEFAULT_SETTINGS } = options
  const link = linkWorker()
  const archive = lazily(linkWorker)
  const live = new Map<CaptureId, LiveCapture>()
  const stored = new StoredCaptures(folder, archive.get)
  const history = new CaptureHistory({
    folder,
    link: archive.get,
    limitBytes: () => limits().historyLimitBytes,
    makesRoom: options.limits !== undefined,
    recorded: () => new Set([...live.values()].filter(({ isRecorded }) => isRecorded).map(({ id }) => id)),
    shown: options.shown ?? (() => new Set()),
    finished: async (id) => live.get(id)?.finished,
    release: async (id) => {
      await live.get(id)?.release()
      await stored.release(id)
    },
    onFull: ({ limitBytes }) => {
      for (const capture of live.values()) if (capture.isRecorded) capture.stop(allFull(limitBytes))
    },
    onChanged: () => options.onHistoryChanged?.(),
    onFailure: (error) => options.onRoomFailed?.(error),
  })
  let lastNumber = 0
  return {
    create: (captureOptions) => {
      const number = ++lastNumber
      const id = newCaptureId()
      const { connection, url, isScratch = false } = captureOptions
      const limitBytes = limits().captureLimitBytes
      const created = link.call('create', {
        capture: number,
        folder: folderOfCapture(isScratch ? scratchOf(folder) : folder, id),
        connection,
        url,
        createdUs: nowUs(),
        limitBytes,
      })
      const capture = new LiveCapture(id, number, link, {
        ...captureOptions,
        created,
        heldAfterMs: options.heldAfterMs ?? HELD_AFTER_MS,
        onFinished: () => !isScratch && history.changed(),
        onReleased: () => live.delete(id),
      })
      live.set(id, capture)
      if (!isScratch) history.changed()
      return capture
    },
    open: async (path) => {
      const capture = ++lastNumber
      await link.call('open', { capture, path })
      return savedCapture(link, capture)
    },
    reader: (id) => live.get(id) ?? stored.reader(id),
    addFile: (path) => stored.addFile(path),
    release: (id) => stored.forget(id),
    history,
    close: async () => {
      // A capture that failed has told so already; the others are still brought to their end.
      await Promise.allSettled([...live.values()].map((capture) => capture.finish()))
      history.end()
      await Promise.all([link.end(), archive.made()?.end()])
    },
  }
}

function allFull(limitBytes: number): AppError {
  const limit = `${(limitBytes / 2 ** 30).toLocaleString('en', { maximumFractionDigits: 2 })} GiB`
  return new AppError('capture.limit', `Recording stopped: all captures together take ${limit}, as much as they may.`, {
    hint: 'Delete or unpin captures in the history, free some disk space, or raise the limit in the settings; then connect again.',
  })
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
