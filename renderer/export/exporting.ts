import { failureOf } from '#shared/errors.ts'
import type { ExportProgress } from '#shared/model/export.ts'
import { EXPORT_FORMATS } from '#shared/model/interchange.ts'
import type { Finding } from '#shared/model/redaction.ts'
import { host } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { changeExport, chosenFrames, closeExport, type ExportSubject, findingKey, rulesToApply, useExport } from './export-store.ts'
import { type RunningExport, runExport } from './running-export.ts'

let looking: RunningExport | null = null
let writing: RunningExport | null = null

/** Looks for what would be taken out. A look that was begun before is given up; what it found stays until there is something newer. */
export async function lookForSecrets(): Promise<void> {
  looking?.cancel()
  const state = useExport.getState()
  if (!state.subject || !state.isRedacted) return
  const request = { capture: state.subject.capture, frames: chosenFrames(state), redaction: rulesToApply(state), format: null }
  const mine = runExport(request, (progress) => {
    if (looking === mine) changeExport({ looking: progress })
  })
  looking = mine
  try {
    const ended = await mine.ended
    if (looking === mine && ended.state === 'done') changeExport({ findings: withKept(ended.findings) })
  } catch (error) {
    if (looking === mine) changeExport({ looking: endedBy(failureOf(error)) })
  }
}

/** What a person keeps is not looked for, and stays in the list to be changed again. */
function withKept(findings: readonly Finding[]): readonly Finding[] {
  const { findings: before, kept } = useExport.getState()
  return [...(before ?? []).filter((finding) => kept.has(findingKey(finding))), ...findings]
}

/** Writes the file and has the host bring it to where the person wants it. */
export async function writeExport(): Promise<void> {
  const state = useExport.getState()
  const { subject, format } = state
  if (!subject || writing) return
  looking?.cancel()
  const mine = runExport({ capture: subject.capture, frames: chosenFrames(state), redaction: rulesToApply(state), format }, (progress) =>
    changeExport({ writing: progress }),
  )
  writing = mine
  try {
    const ended = await mine.ended
    if (ended.state !== 'done') return
    const name = fileName(subject, EXPORT_FORMATS[format].extension)
    if (await host().saveExport(ended.id, name)) notify(textOf('export', 'done', { name }))
    closeExport()
  } catch (error) {
    notifyFailure(error)
  } finally {
    writing = null
    const { writing: last } = useExport.getState()
    if (last?.state !== 'failed') changeExport({ writing: null })
  }
}

export function cancelExport(): void {
  looking?.cancel()
  if (writing) writing.cancel()
  else closeExport()
}

const endedBy = (failure: ExportProgress['failure']): ExportProgress => ({
  // Of no export: it never began.
  id: '' as ExportProgress['id'],
  state: 'failed',
  framesDone: 0,
  framesTotal: 0,
  findings: [],
  sizeBytes: 0,
  failure,
})

/** E.g. 'example.com-2026-11-22-181323.har'. */
export function fileName({ url, startedAtUs }: Pick<ExportSubject, 'url' | 'startedAtUs'>, extension: string): string {
  const host = (URL.parse(url)?.hostname ?? '').replace(/[^\w.-]+/g, '-') || 'capture'
  const date = new Date(startedAtUs / 1000)
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${host}-${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}.${extension}`
}
