import type { LineOutput, RecordPrinter } from '#engine/index.ts'
import { createTally, readablePrinter } from '#engine/index.ts'
import type { ErrorRecord } from '#shared/model/records.ts'
import { closeLines } from './close.ts'
import { hopLines } from './hop.ts'
import { escaped, factsOf, type Page } from './page.ts'

/**
 * Lines for people who want to know why: each hop of the handshake and the end of the connection as a report, what
 * crosses between them as without `--explain`.
 */
export function explainingPrinter(output: LineOutput, page: Page): RecordPrinter {
  const conversation = readablePrinter(output, page.style)
  let tally = createTally()
  let hasOpened = false
  const tell = (lines: readonly string[]): void => {
    for (const line of lines) output.line(line)
  }
  return {
    printHop: (report) => {
      hasOpened ||= report.negotiated !== null && report.failure === null
      tell(hopLines(report, page))
    },
    print: (record, payload) => {
      switch (record.type) {
        case 'error':
          return tell(failureLines(record, page))
        case 'close':
          // What never opened has no end to tell of: the reason stands above.
          return hasOpened ? tell(closeLines(record, tally, page)) : undefined
        case 'frame':
          tally.frame(record)
          return conversation.print(record, payload)
        case 'raw':
          tally.raw(record)
          return conversation.print(record, payload)
        case 'message':
          tally.message(record)
          return conversation.print(record, payload)
        case 'handshake':
          return
        case 'reconnect':
          hasOpened = false
          tally = createTally()
          return conversation.print(record, payload)
      }
    },
  }
}

function failureLines({ message, hint, code }: ErrorRecord, page: Page): readonly string[] {
  return [
    page.style('violation', `${page.alphabet.broken}  ${escaped(message, { ...page, style: (_meaning, text) => text })}`),
    ...factsOf(
      [
        ['try next', hint],
        ['code', `${code} (docs/errors.md)`],
      ],
      page,
    ),
  ]
}
