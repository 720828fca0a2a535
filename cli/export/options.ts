import { type Command, Option } from 'commander'
import { EXPORT_FORMAT_NAMES, type ExportFormat } from '#shared/model/interchange.ts'
import { DEFAULT_RULES } from '#shared/model/redaction.ts'
import type { ExportPlan } from '../export.ts'

interface Given {
  readonly output: string
  readonly format?: ExportFormat
  readonly redact: boolean
  readonly redactHeader: readonly string[]
  readonly redactParam: readonly string[]
  readonly redactJson: readonly string[]
  readonly redactText: readonly string[]
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]

/** Declares the options of `sockscope export`; answers with what reads them back. */
export function declareExportOptions(command: Command): (capture: string, query: string) => ExportPlan {
  command
    .requiredOption('-o, --output <file>', 'write this file, replacing one of that name')
    .addOption(new Option('-f, --format <format>', "default: by the file's extension").choices(EXPORT_FORMAT_NAMES))
    .option('--redact-header <name>', 'hide the values of this header, too (repeatable)', collect, [])
    .option('--redact-param <name>', 'hide the values of this query parameter, too (repeatable)', collect, [])
    .option('--redact-json <path>', 'hide what this JSONPath selects in messages, too (repeatable)', collect, [])
    .option('--redact-text <text>', 'hide this text wherever it stands (repeatable)', collect, [])
    .option('--no-redact', 'write everything as it is, secrets too')
  return (capture, query) => {
    const given = command.opts<Given>()
    return { capture, query, output: given.output, format: given.format ?? null, redaction: given.redact ? rulesOf(given) : null }
  }
}

const rulesOf = (given: Given) => ({
  ...DEFAULT_RULES,
  headers: [...DEFAULT_RULES.headers, ...given.redactHeader],
  queryParameters: [...DEFAULT_RULES.queryParameters, ...given.redactParam],
  jsonPaths: [...DEFAULT_RULES.jsonPaths, ...given.redactJson],
  literals: given.redactText,
})
