import type { Command } from 'commander'
import { AppError } from '#shared/errors.ts'
import { DEFAULT_SPEC, type ReconnectPolicy } from '#shared/model/spec.ts'
import { wholeNumber } from './option-values.ts'

interface Values {
  readonly reconnect: number
  readonly reconnectDelay: number
  readonly cookieJar?: string
}

/** What goes from one connection to the next. */
export interface Again {
  readonly reconnect: ReconnectPolicy
  /** Where cookies are kept, or null: none are, and a run depends on nothing but its command line. */
  readonly cookieJar: string | null
}

const MOST_ATTEMPTS = 1_000_000
const DAY_MS = 86_400_000

/** Declares the options for reconnects and cookies that last; the returned function reads them. */
export function declareAgainOptions(command: Command): () => Again {
  const { attempts, delayMs } = DEFAULT_SPEC.options.reconnect
  command
    .option(
      '--reconnect <n>',
      'after an end nobody asked for, try n times in a row',
      wholeNumber('--reconnect', 0, MOST_ATTEMPTS),
      attempts,
    )
    .option('--reconnect-delay <ms>', 'the first wait; doubled each time', wholeNumber('--reconnect-delay', 0, DAY_MS), delayMs)
    .option('--cookie-jar <file>', 'send the cookies in this file, and keep those the server sets there')
  return () => againOf(command.opts<Values>())
}

function againOf({ reconnect, reconnectDelay, cookieJar }: Values): Again {
  const standard = DEFAULT_SPEC.options.reconnect
  const maxDelayMs = Math.max(standard.maxDelayMs, reconnectDelay)
  return { reconnect: { ...standard, attempts: reconnect, delayMs: reconnectDelay, maxDelayMs }, cookieJar: cookieJar ?? null }
}

/** @throws AppError 'input.invalid' */
export function requireOneCapture(save: string | null, { reconnect }: Again): void {
  if (save === null || reconnect.attempts === 0) return
  throw new AppError('input.invalid', '--save and --reconnect exclude each other: a capture is of one connection.', {
    hint: 'Leave one out; --json prints the records of all connections.',
  })
}
