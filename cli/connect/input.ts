import { AppError, failureOf } from '#shared/errors.ts'
import { complainOf } from '../complaint.ts'
import { EXIT } from '../exit-status.ts'
import { linesOf } from './piped-input.ts'
import { type ConnectPlan, onlyExplains } from './plan.ts'
import type { Screen } from './screen.ts'
import type { Session } from './session.ts'
import { startTypedInput } from './typed-input.ts'

export interface InputOptions {
  readonly plan: ConnectPlan
  readonly session: Session
  readonly screen: Screen
  readonly historyFile: () => string
  readonly onInterrupt: () => void
  /** The input cannot be sent; the run has failed with this status, whatever else becomes of it. */
  readonly onUnusable: (status: typeof EXIT.usage) => void
}

export interface Input {
  readonly end: () => Promise<void>
}

/** A person at a terminal types lines and commands, unless only an explanation was asked for; anything else is read as one text message a line. */
export function startInput(options: InputOptions): Promise<Input> {
  const { plan, session, screen, onInterrupt } = options
  if (process.stdin.isTTY && onlyExplains(plan)) {
    session.close()
    return Promise.resolve({ end: () => Promise.resolve() })
  }
  if (process.stdin.isTTY && process.stdout.isTTY && !plan.isJson) {
    return startTypedInput({ session, screen, historyFile: options.historyFile(), close: plan.close, onInterrupt })
  }
  void sendLines(options)
  return Promise.resolve({
    end: async () => {
      process.stdin.destroy()
    },
  })
}

async function sendLines({ session, plan, onUnusable }: InputOptions): Promise<void> {
  try {
    for await (const text of linesOf(process.stdin)) {
      if (session.isEnding) return
      await session.send({ kind: 'text', text })
    }
    // At a terminal whose output goes elsewhere, Ctrl+D says it as plainly as /close.
    if (process.stdin.isTTY && !plan.isEcho) session.close()
    else await session.inputEnded()
  } catch (error) {
    if (session.isEnding) return
    complainOf(readable(error))
    onUnusable(EXIT.usage)
    session.close()
  }
}

/** A closed or unreadable stdin (`<&-`, a directory) is said in our words. */
const readable = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError('input.invalid', `The input cannot be read: ${failureOf(error).message}`, { cause: error })
