import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { AppError, failureOf } from '#shared/errors.ts'
import { HISTORY_LINES, readHistory, writeHistory } from './history.ts'
import type { CloseChoice } from './plan.ts'
import { eraseTyped, type Screen } from './screen.ts'
import type { Session } from './session.ts'
import { readTypedLine, TYPED_HELP } from './typed-command.ts'

const PROMPT = '> '

export interface TypedInputOptions {
  readonly session: Session
  readonly screen: Screen
  readonly historyFile: string
  /** What /close and Ctrl+D close with. */
  readonly close: CloseChoice
  /** Ctrl+C: in raw mode it is a key, not a signal. */
  readonly onInterrupt: () => void
}

export interface TypedInput {
  /** Gives the terminal back and keeps the history. */
  readonly end: () => Promise<void>
}

/** Reads lines from a person at a terminal, who sees what comes in above the line being typed. */
export async function startTypedInput(options: TypedInputOptions): Promise<TypedInput> {
  const { screen, historyFile } = options
  let lines = await readHistory(historyFile)
  const readline = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: true,
    prompt: PROMPT,
    history: [...lines],
    historySize: HISTORY_LINES,
    removeHistoryDuplicates: true,
  })
  let isOver = false
  /** The typed line gives way to the last lines of output. */
  const giveBack = (): void => {
    isOver = true
    eraseTyped(readline)
    screen.setTyped(null)
  }
  readline.on('history', (kept) => {
    lines = kept
  })
  readline.on('SIGINT', options.onInterrupt)
  // Ctrl+D, or the terminal is gone.
  readline.on('close', () => {
    if (isOver) return
    giveBack()
    options.session.close(options.close)
  })
  readline.on('line', (line) => {
    void obey(line, options).finally(() => {
      if (!isOver) readline.prompt()
    })
  })
  screen.setTyped(readline)
  readline.prompt()
  return {
    end: async () => {
      if (!isOver) giveBack()
      readline.close()
      await keepHistory(historyFile, lines, screen)
    },
  }
}

async function obey(line: string, { session, screen, close }: TypedInputOptions): Promise<void> {
  try {
    const command = readTypedLine(line, close)
    switch (command?.kind) {
      case undefined:
        return
      case 'text':
        return await session.send({ kind: 'text', text: command.text })
      case 'binary':
        return await session.send({ kind: 'binary', bytes: command.bytes })
      case 'file':
        return await session.send({ kind: 'binary', bytes: await readFile(command.path) })
      case 'ping':
        return await session.ping(command.payload)
      case 'close':
        return session.close(command.choice)
      case 'help':
        for (const text of TYPED_HELP) screen.line(text)
    }
  } catch (error) {
    const { message, hint } = error instanceof AppError ? error : isErrno(error) ? { message: error.message, hint: '' } : failureOf(error)
    screen.line(`▲  ${message}${hint ? ` ${hint}` : ''}`)
  }
}

async function keepHistory(file: string, lines: readonly string[], screen: Screen): Promise<void> {
  try {
    await writeHistory(file, lines)
  } catch (error) {
    screen.line(`▲  The history of typed lines could not be kept: ${failureOf(error).message}`)
  }
}

const isErrno = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error
