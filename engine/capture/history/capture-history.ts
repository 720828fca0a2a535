import { AppError } from '#shared/errors.ts'
import type { HistoryEntry, HistoryPage } from '#shared/model/history.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { isCaptureId } from '../capture-folders.ts'
import { unknownCapture } from '../unknown-capture.ts'
import type { WorkerLink } from '../worker-link.ts'
import type { CaptureLabel } from './folder-files.ts'
import type { HistoryQuestion } from './history-protocol.ts'
import type { Room } from './make-room.ts'

/** While something is recorded, room is made this often. */
const ROOM_EVERY_MS = 5_000

export interface CaptureHistoryOptions {
  readonly folder: string
  readonly link: () => WorkerLink
  readonly limitBytes: () => number
  /** False: old captures are not this process's to remove. */
  readonly makesRoom: boolean
  readonly recorded: () => ReadonlySet<CaptureId>
  readonly shown: () => ReadonlySet<CaptureId>
  /** Resolves when a capture that is being completed is complete. */
  readonly finished: (id: CaptureId) => Promise<void>
  /** Lets go of a capture's files, in all the worker threads that may have them open. */
  readonly release: (id: CaptureId) => Promise<void>
  /** All captures together take more than they may, and none is left that may be removed. */
  readonly onFull: (room: Room) => void
  readonly onChanged: () => void
  /** Room could not be made; nothing else depends on it. */
  readonly onFailure: (error: unknown) => void
}

/** The captures that stand on the disk: listed, named, pinned, deleted, and kept within their limit. */
export class CaptureHistory {
  readonly #options: CaptureHistoryOptions
  #timer: NodeJS.Timeout | null = null
  #makingRoom: Promise<void> = Promise.resolve()

  constructor(options: CaptureHistoryOptions) {
    this.#options = options
  }

  /** @throws AppError 'capture.disk' */
  list(question: HistoryQuestion): Promise<HistoryPage> {
    return this.#options.link().call('history', { ...question, ...this.#request() })
  }

  /** Null if there is none of this id. @throws AppError 'capture.disk' */
  entry(id: CaptureId): Promise<HistoryEntry | null> {
    const { folder, link, recorded } = this.#options
    return link().call('historyEntry', { folder, id, recorded: recorded() })
  }

  /** @throws AppError 'capture.unknown', 'capture.disk' */
  async rename(id: CaptureId, name: string): Promise<void> {
    await this.#label(id, { name: name.trim() })
  }

  /** @throws AppError 'capture.unknown', 'capture.disk' */
  async pin(id: CaptureId, isPinned: boolean): Promise<void> {
    await this.#label(id, { isPinned })
  }

  /**
   * Into the trash, from where `restore` brings them back for ten minutes, or until room is needed.
   * @throws AppError 'capture.recording' while one is recorded, 'capture.unknown', 'capture.disk'
   */
  async delete(ids: readonly CaptureId[]): Promise<void> {
    for (const id of ids) await this.#requireEnded(id)
    await Promise.all(ids.map((id) => this.#options.release(id)))
    await this.#options.link().call('trash', { folder: this.#options.folder, ids })
    this.#options.onChanged()
  }

  /** @throws AppError 'capture.unknown' if one is not in the trash any more, 'capture.disk' */
  async restore(ids: readonly CaptureId[]): Promise<void> {
    for (const id of ids) requireId(id)
    await this.#options.link().call('restore', { folder: this.#options.folder, ids })
    this.#options.onChanged()
  }

  /** Something was begun or has ended. */
  changed(): void {
    this.#options.onChanged()
    void this.makeRoom()
  }

  /** Removes what is too much, now and every few seconds as long as something is recorded. Does not reject. */
  makeRoom(): Promise<void> {
    if (!this.#options.makesRoom) return Promise.resolve()
    // What was asked for while room is being made may have come too late for it.
    this.#makingRoom = this.#makingRoom.then(() => this.#makeRoom())
    return this.#makingRoom
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  async #makeRoom(): Promise<void> {
    try {
      const room = await this.#options.link().call('makeRoom', this.#request())
      if (room.usedBytes > room.limitBytes) this.#options.onFull(room)
    } catch (error) {
      this.#options.onFailure(error)
    }
    this.#again()
  }

  #again(): void {
    this.end()
    if (this.#options.recorded().size === 0) return
    this.#timer = setTimeout(() => void this.makeRoom(), ROOM_EVERY_MS)
    this.#timer.unref()
  }

  async #label(id: CaptureId, change: Partial<CaptureLabel>): Promise<void> {
    requireId(id)
    await this.#options.link().call('label', { folder: this.#options.folder, id, change })
    this.#options.onChanged()
  }

  async #requireEnded(id: CaptureId): Promise<void> {
    requireId(id)
    // A connection is told to have ended a moment before its capture is complete.
    await this.#options.finished(id)
    if (!this.#options.recorded().has(id)) return
    throw new AppError('capture.recording', 'This capture is being recorded, and only an ended one can be deleted.', {
      hint: 'Disconnect first.',
    })
  }

  #request() {
    const { folder, limitBytes, recorded, shown } = this.#options
    return { folder, limitBytes: limitBytes(), recorded: recorded(), shown: shown() }
  }
}

/** Ids come from a window and become part of a path. */
function requireId(id: CaptureId): void {
  if (!isCaptureId(id)) throw unknownCapture(id)
}
