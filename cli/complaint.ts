import { failureOf } from '#shared/errors.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'

/** Says on stderr what went wrong and what to try; one line each, so that a log stays readable. */
export function complain({ message, hint }: { readonly message: string; readonly hint: string }): void {
  process.stderr.write(`sockscope: ${escapeForTerminal(message)}\n${hint ? `  ${escapeForTerminal(hint)}\n` : ''}`)
}

export const complainOf = (error: unknown): void => complain(failureOf(error))
