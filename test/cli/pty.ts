import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { MAIN, testEnvironment } from './terminal.ts'

/** util-linux's `script` makes a pseudo-terminal; BSD's takes other options, and Windows has none. */
export const hasPty = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0

export interface PtyRun {
  readonly child: ChildProcessWithoutNullStreams
  /** Everything on the screen so far, escape sequences included. */
  readonly screen: () => string
  /** Resolves when `pattern` has appeared in what came since the last wait. */
  readonly until: (pattern: RegExp) => Promise<void>
  readonly type: (keys: string) => void
  /** The exit status of the tool. */
  readonly ended: Promise<number | null>
}

/** Runs the real terminal tool as a person would see it. */
export function runInPty(args: readonly string[], environment: NodeJS.ProcessEnv = {}): PtyRun {
  const quoted = [process.execPath, MAIN, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', `stty cols 60 rows 20; ${quoted}`, '/dev/null'], {
    // Node takes a terminal for one without colours where CI is set; a person's terminal has no CI.
    env: { ...testEnvironment({ TERM: 'xterm-256color', ...environment }), CI: undefined },
    stdio: 'pipe',
  })
  let text = ''
  let seen = 0
  const waiting = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more
    for (const look of waiting) look()
  })
  return {
    child,
    screen: () => text,
    type: (keys) => void child.stdin.write(keys),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const fail = () => reject(new Error(`It ended before ${pattern} was on the screen: ${JSON.stringify(text.slice(seen))}`))
        const look = (): void => {
          const found = pattern.exec(text.slice(seen))
          if (!found) return
          seen += found.index + found[0].length
          waiting.delete(look)
          child.off('close', fail)
          resolve()
        }
        waiting.add(look)
        child.once('close', fail)
        look()
      }),
    ended: new Promise((resolve) => child.once('close', resolve)),
  }
}
