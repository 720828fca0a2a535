import type { ExportProgress, ExportRequest } from '#shared/model/export.ts'
import type { ExportId } from '#shared/model/ids.ts'
import { call, on } from '../host/session.ts'

/** An export that was begun. */
export interface RunningExport {
  /** How it ended; rejects if it could not begin. */
  readonly ended: Promise<ExportProgress>
  readonly cancel: () => void
}

/** Begins an export and follows it to its end. */
export function runExport(request: ExportRequest, onProgress: (progress: ExportProgress) => void): RunningExport {
  const ended = Promise.withResolvers<ExportProgress>()
  let id: ExportId | null = null
  let isCancelled = false
  const early: ExportProgress[] = []
  const hear = (progress: ExportProgress): void => {
    if (id === null) early.push(progress)
    if (progress.id !== id) return
    onProgress(progress)
    if (progress.state !== 'running') ended.resolve(progress)
  }
  // Heard before it is begun: a short export is over before the answer is here.
  const stop = on('export.progressed', hear)
  call('export.start', request).then((begun) => {
    id = begun.id
    for (const progress of early.splice(0)) hear(progress)
    if (isCancelled) void call('export.cancel', { id })
  }, ended.reject)
  return {
    ended: ended.promise.finally(stop),
    cancel: () => {
      isCancelled = true
      if (id !== null) void call('export.cancel', { id })
    },
  }
}
