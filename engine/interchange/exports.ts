import { randomBytes } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, failureOf } from '#shared/errors.ts'
import type { ExportFrames, ExportProgress, ExportRequest } from '#shared/model/export.ts'
import type { CaptureId, ExportId, QueryId } from '#shared/model/ids.ts'
import { NO_REDACTION } from '#shared/model/redaction.ts'
import type { CaptureReader } from '../capture/capture.ts'
import type { Captures } from '../capture/captures.ts'
import { type ShownFrames, selectedSeqs } from '../capture/selected-ranges.ts'
import { cancelled, exportCapture } from './capture/export-capture.ts'
import { type FrameSet, withWholeMessages } from './capture/frame-set.ts'
import { matchingFrames } from './capture/matching-frames.ts'
import { preparePassingFiles } from './passing-files.ts'
import { createRedaction, previewRedaction } from './redaction/redaction.ts'
import { type PayloadPlace, writePayload } from './write-payload.ts'

/** Told so often at most, while it runs. */
const PROGRESS_EVERY_MS = 100
/** Written files that nobody fetched; beyond these the oldest is removed. */
const MOST_FILES = 4

export interface ExportsOptions {
  readonly captures: Captures
  /** Where files stand until a host has delivered them. */
  readonly folder: string
  readonly version: string
  /** What a running query shows. @throws AppError 'query.unknown' */
  readonly shown: (query: QueryId) => ShownFrames
  readonly onProgress: (progress: ExportProgress) => void
}

/** The exports of an engine's windows. A page names no path: a file is written here, and the host brings it to where the person wants it. */
export class Exports {
  readonly #options: ExportsOptions
  readonly #running = new Map<ExportId, AbortController>()
  readonly #files = new Map<ExportId, string>()
  #isFolderReady: Promise<unknown> | null = null

  constructor(options: ExportsOptions) {
    this.#options = options
  }

  /** Begins, and answers at once; what becomes of it is told. @throws AppError 'input.invalid' for a rule that cannot be read */
  start(request: ExportRequest): { readonly id: ExportId } {
    // A rule that is wrong is said before anything begins.
    createRedaction(request.redaction ?? NO_REDACTION)
    const id = newExportId()
    const abort = new AbortController()
    this.#running.set(id, abort)
    void this.#run(id, request, abort.signal)
    return { id }
  }

  /** Writes one payload as it is; answers when its file stands. @throws AppError of reading the capture */
  async payload({ capture, ...place }: PayloadPlace & { readonly capture: CaptureId }): Promise<{ readonly id: ExportId }> {
    const id = newExportId()
    const path = await this.#place(id)
    await writePayload(this.#options.captures.reader(capture), place, path)
    await this.#keep(id, path)
    return { id }
  }

  cancel(id: ExportId): void {
    this.#running.get(id)?.abort()
  }

  /** Where the file of a finished export stands. @throws AppError 'input.invalid' if there is none */
  file(id: ExportId): string {
    const path = this.#files.get(id)
    if (path !== undefined) return path
    throw new AppError('input.invalid', 'There is no finished export of this name.', { hint: 'Export it again.' })
  }

  /** Removes the file of an export that was delivered, or is not wanted. */
  async forget(id: ExportId): Promise<void> {
    const path = this.#files.get(id)
    this.#files.delete(id)
    if (path !== undefined) await rm(path, { force: true })
  }

  async close(): Promise<void> {
    for (const abort of this.#running.values()) abort.abort()
    await Promise.allSettled([...this.#files.keys()].map((id) => this.forget(id)))
  }

  async #run(id: ExportId, request: ExportRequest, signal: AbortSignal): Promise<void> {
    const progress = new Progress(id, this.#options.onProgress)
    try {
      const reader = this.#options.captures.reader(request.capture)
      progress.begin(await reader.total())
      const frames = await chosenFrames(reader, { frames: request.frames, shown: this.#options.shown }, signal)
      const onProgress = (done: number): void => {
        if (signal.aborted) throw cancelled()
        progress.at(done)
      }
      if (request.format === null) {
        const findings = await previewRedaction(reader, request.redaction ?? NO_REDACTION, { frames, onProgress })
        progress.end({ state: 'done', findings })
        return
      }
      const redaction = request.redaction && createRedaction(request.redaction)
      const path = await this.#place(id)
      const { captures, version } = this.#options
      await exportCapture(reader, path, { captures, version, format: request.format, frames, redaction, signal, onProgress })
      await this.#keep(id, path)
      progress.end({ state: 'done', findings: redaction?.findings() ?? [], sizeBytes: (await stat(path)).size })
    } catch (error) {
      const failure = failureOf(error)
      progress.end({ state: failure.code === 'export.cancelled' ? 'cancelled' : 'failed', failure })
    } finally {
      this.#running.delete(id)
    }
  }

  async #place(id: ExportId): Promise<string> {
    this.#isFolderReady ??= preparePassingFiles(this.#options.folder)
    await this.#isFolderReady
    return join(this.#options.folder, id)
  }

  async #keep(id: ExportId, path: string): Promise<void> {
    this.#files.set(id, path)
    const [oldest] = this.#files.keys()
    if (this.#files.size > MOST_FILES && oldest !== undefined) await this.forget(oldest)
  }
}

/** The one place where these ids are made. */
const newExportId = (): ExportId => randomBytes(16).toString('hex') as ExportId

async function chosenFrames(
  reader: CaptureReader,
  { frames, shown }: { readonly frames: ExportFrames; readonly shown: ExportsOptions['shown'] },
  signal: AbortSignal,
): Promise<FrameSet | null> {
  if (frames.kind === 'all') return null
  if (frames.kind === 'query') {
    return withWholeMessages(reader, await matchingFrames(reader, frames.text, { originUs: frames.originUs, signal }))
  }
  const { ranges, query } = frames.selection
  return withWholeMessages(reader, selectedSeqs(ranges, query === null ? null : shown(query)))
}

/** Tells how far an export is, not too often, and its end for certain. */
class Progress {
  readonly #tell: (progress: ExportProgress) => void
  #now: ExportProgress
  #toldMs = Number.NEGATIVE_INFINITY

  constructor(id: ExportId, tell: (progress: ExportProgress) => void) {
    this.#tell = tell
    this.#now = { id, state: 'running', framesDone: 0, framesTotal: 0, findings: [], sizeBytes: 0, failure: null }
  }

  begin(framesTotal: number): void {
    this.#now = { ...this.#now, framesTotal }
  }

  at(framesDone: number): void {
    this.#now = { ...this.#now, framesDone }
    if (performance.now() - this.#toldMs < PROGRESS_EVERY_MS) return
    this.#toldMs = performance.now()
    this.#tell(this.#now)
  }

  end(how: Partial<ExportProgress>): void {
    this.#tell({ ...this.#now, ...how })
  }
}
