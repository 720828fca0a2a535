import { extname, join, resolve } from 'node:path'
import {
  createCaptures,
  createRedaction,
  exportCapture,
  type FrameSet,
  matchingFrames,
  type RunningRedaction,
  type SavedCapture,
  withWholeMessages,
} from '#engine/index.ts'
import { AppError } from '#shared/errors.ts'
import { EXPORT_FORMAT_NAMES, EXPORT_FORMATS, type ExportFormat } from '#shared/model/interchange.ts'
import type { RedactionRules } from '#shared/model/redaction.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { countText } from '#shared/text/units.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { showProgress } from './export/progress.ts'
import { foldersOf } from './folders.ts'
import { version } from './version.ts'

export interface ExportPlan {
  readonly capture: string
  /** In the language of docs/query.md; '' for all frames. */
  readonly query: string
  readonly output: string
  /** Null to go by the output's extension. */
  readonly format: ExportFormat | null
  /** Null to write everything as it is. */
  readonly redaction: RedactionRules | null
}

/**
 * `sockscope export`: a saved capture, written for another tool. What is redacted is told on stderr.
 * @throws AppError 'input.invalid', 'capture.unreadable', 'export.failed', 'export.cancelled'
 */
export async function exportFile(plan: ExportPlan): Promise<ExitStatus> {
  const format = plan.format ?? formatOf(plan.output)
  const redaction = plan.redaction && createRedaction(plan.redaction)
  const captures = createCaptures({ folder: join(foldersOf().data, 'captures') })
  const abort = new AbortController()
  const cancel = (): void => abort.abort()
  process.once('SIGINT', cancel)
  try {
    const capture: SavedCapture = await captures.open(plan.capture)
    const progress = showProgress(await capture.total())
    const frames = plan.query === '' ? null : await framesOf(capture, plan.query, abort.signal)
    const options = { captures, version: version(), format, frames, redaction, signal: abort.signal, onProgress: progress.update }
    await exportCapture(capture, resolve(plan.output), options).finally(progress.end)
    await capture.close()
  } finally {
    process.off('SIGINT', cancel)
    await captures.close()
  }
  if (redaction) sayFindings(redaction)
  return EXIT.done
}

/** Times in a query count from the handshake's beginning, as in the window. */
async function framesOf(capture: SavedCapture, query: string, signal: AbortSignal): Promise<FrameSet> {
  const [first] = await capture.events()
  return withWholeMessages(capture, await matchingFrames(capture, query, { originUs: first?.timeUs ?? null, signal }))
}

function formatOf(output: string): ExportFormat {
  const extension = extname(output).slice(1).toLowerCase()
  const found = EXPORT_FORMAT_NAMES.find((name) => EXPORT_FORMATS[name].extension === extension || name === extension)
  if (found) return found
  throw new AppError('input.invalid', `No format is known by the name of ${output}.`, {
    hint: `Say --format ${EXPORT_FORMAT_NAMES.join(', ')}.`,
  })
}

const PLACES = {
  header: 'header',
  query: 'query parameter',
  json: 'JSON',
  literal: 'text',
  token: 'token or password in a URL',
  unread: 'part of a message that could not be read',
} as const

function sayFindings(redaction: RunningRedaction): void {
  const findings = redaction.findings()
  if (findings.length === 0) return
  const lines = findings.map(({ kind, rule, count, sample }) => {
    const what = `${PLACES[kind]} ${rule}`.trim()
    return `  ${what}: ${countText(count, 'place')}${sample === '' ? '' : `, e.g. ${sample}`}`
  })
  const words = ['sockscope: redacted, each by as many asterisks (--no-redact writes everything):', ...lines]
  process.stderr.write(`${words.map((line) => escapeForTerminal(line)).join('\n')}\n`)
}
