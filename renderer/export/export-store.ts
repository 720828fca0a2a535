import { create } from 'zustand'
import type { ExportFrames, ExportProgress } from '#shared/model/export.ts'
import type { FrameSelection } from '#shared/model/frame-selection.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import type { ExportFormat } from '#shared/model/interchange.ts'
import { DEFAULT_RULES, type Finding, type RedactionRules } from '#shared/model/redaction.ts'

/** The capture that is to be exported, and what was chosen in its list. */
export interface ExportSubject {
  readonly capture: CaptureId
  readonly url: string
  readonly startedAtUs: number
  readonly selected: FrameSelection
  /** How many frames that is. */
  readonly selectedCount: number
  /** What the query bar asks; '' for nothing. */
  readonly query: string
}

export type FramesKind = ExportFrames['kind']

interface ExportState {
  /** Null while the dialog is closed. */
  readonly subject: ExportSubject | null
  readonly format: ExportFormat
  readonly framesKind: FramesKind
  readonly query: string
  readonly isRedacted: boolean
  readonly rules: RedactionRules
  /** What a look at the capture found; null until it is known. */
  readonly findings: readonly Finding[] | null
  /** Findings that stay in the export, by findingKey. */
  readonly kept: ReadonlySet<string>
  /** Looking for secrets, or writing. */
  readonly looking: ExportProgress | null
  readonly writing: ExportProgress | null
}

const CLOSED: ExportState = {
  subject: null,
  format: 'har',
  framesKind: 'all',
  query: '',
  isRedacted: true,
  rules: DEFAULT_RULES,
  findings: null,
  kept: new Set(),
  looking: null,
  writing: null,
}

export const useExport = create<ExportState>()(() => CLOSED)

export function openExport(subject: ExportSubject): void {
  const { format } = useExport.getState()
  // Whoever looks at a part of a capture means that part.
  const framesKind = subject.selectedCount > 1 ? 'frames' : subject.query !== '' ? 'query' : 'all'
  useExport.setState({ ...CLOSED, subject, format, framesKind, query: subject.query })
}

export const changeExport = (change: Partial<ExportState>): void => useExport.setState(change)

export const closeExport = (): void => changeExport({ subject: null })

export const findingKey = ({ kind, rule }: Pick<Finding, 'kind' | 'rule'>): string => `${kind} ${rule}`

export function toggleFinding(finding: Finding): void {
  useExport.setState(({ kept }) => {
    const changed = new Set(kept)
    if (!changed.delete(findingKey(finding))) changed.add(findingKey(finding))
    return { kept: changed }
  })
}

export const chosenFrames = ({ subject, framesKind, query }: ExportState): ExportFrames => {
  if (framesKind === 'frames') return { kind: 'frames', selection: subject?.selected ?? { ranges: [], query: null } }
  return framesKind === 'query' ? { kind: 'query', text: query, originUs: subject?.startedAtUs ?? null } : { kind: 'all' }
}

/** The rules without those whose findings a person wants to keep. */
export function rulesToApply({ isRedacted, rules, kept }: Pick<ExportState, 'isRedacted' | 'rules' | 'kept'>): RedactionRules | null {
  if (!isRedacted) return null
  const without = (kind: Finding['kind'], names: readonly string[]): string[] =>
    names.filter((name) => ![...kept].some((key) => key.toLowerCase() === `${kind} ${name}`.toLowerCase()))
  return {
    headers: without('header', rules.headers),
    queryParameters: without('query', rules.queryParameters),
    jsonPaths: without('json', rules.jsonPaths),
    literals: rules.literals,
    tokens: rules.tokens && !kept.has('token '),
  }
}
