import { clearScreenDown, cursorTo, type Interface, moveCursor } from 'node:readline'
import type { LineOutput } from '#engine/index.ts'
import type { Sink } from '../print/sink.ts'

/** Lines that come within so many milliseconds are drawn together: the typed line is redrawn once for them. */
const REDRAW_MS = 15

/** A place to print above the line that is being typed, which stays whole and under the cursor. */
export interface Screen extends LineOutput {
  /** From now on `readline` has a line on the screen; null when it has not any more. */
  readonly setTyped: (readline: Interface | null) => void
}

export function createScreen(sink: Sink): Screen {
  let typed: Interface | null = null
  let waiting: string[] = []
  let timer: NodeJS.Timeout | undefined

  const settle = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const text = `${waiting.join('\n')}\n`
    waiting = []
    if (typed) drawAbove(typed, text)
    else sink.write(text)
  }
  return {
    line: (text) => {
      if (!typed) return sink.line(text)
      waiting.push(text)
      timer ??= setTimeout(settle, REDRAW_MS)
    },
    setTyped: (readline) => {
      // What waits no longer has a line to stand above.
      typed = null
      settle()
      // readline writes past the sink: what waits there comes first.
      void sink.flush()
      typed = readline
    },
  }
}

/** Takes the typed line off the screen, also where it fills several rows; the cursor stands where it began. */
export function eraseTyped(readline: Interface): void {
  moveCursor(process.stdout, 0, -readline.getCursorPos().rows)
  cursorTo(process.stdout, 0)
  clearScreenDown(process.stdout)
}

/** Prints where the typed line stood, and has that drawn again below, cursor and all. */
function drawAbove(readline: Interface, text: string): void {
  eraseTyped(readline)
  process.stdout.write(text)
  // readline goes up by the rows of its last drawing before it draws again; those rows are gone now.
  Object.assign(readline, { prevRows: 0 })
  readline.prompt(true)
}
