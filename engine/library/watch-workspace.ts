import { basename, relative, sep } from 'node:path'
import { watch } from 'chokidar'
import { isIgnored } from './places.ts'

/** As deep as the tree is shown. */
const MAX_DEPTH = 32
/** A `git pull` changes many files in a moment; one word of it is enough. */
const SETTLE_MS = 60
/** Where files never stop changing, something is said all the same. */
const LONGEST_MS = 500
/** What is put into a new folder before the system watches it is told by nobody, so it is looked at once more. */
const SECOND_LOOK_MS = 400

export interface WorkspaceWatch {
  readonly close: () => Promise<void>
}

export interface WorkspaceWatchOptions {
  /** Absolute path of the workspace, free of symbolic links. */
  readonly root: string
  /** Something was changed, by whomever: an editor, git, or this library itself. */
  readonly onChange: () => void
  /** The system cannot watch (any more): changes outside are seen when the window is focused. */
  readonly onError: (error: unknown) => void
}

/** Watches the files of a workspace. Resolves once every change from then on is seen. */
export function watchWorkspace({ root, onChange, onError }: WorkspaceWatchOptions): Promise<WorkspaceWatch> {
  const settling = new Settling(onChange)
  const watcher = watch(root, {
    ignored: (path) => path !== root && relative(root, path).split(sep).some(isIgnored),
    ignoreInitial: true,
    // A link may lead out of the workspace, or back into it.
    followSymlinks: false,
    depth: MAX_DEPTH,
    ignorePermissionErrors: true,
  })
  watcher.on('all', (event, path) => {
    if (isIgnored(basename(path))) return
    settling.ask()
    if (event === 'addDir') settling.askAgain()
  })
  watcher.on('error', onError)
  const close = async (): Promise<void> => {
    settling.stop()
    await watcher.close()
  }
  return new Promise((resolve) => watcher.once('ready', () => resolve({ close })))
}

/** Tells once when it has been quiet for a moment, or has not been for too long. */
class Settling {
  readonly #tell: () => void
  #timer: NodeJS.Timeout | null = null
  #again: NodeJS.Timeout | null = null
  #since = 0

  constructor(tell: () => void) {
    this.#tell = tell
  }

  ask(): void {
    const now = performance.now()
    if (this.#timer === null) this.#since = now
    else clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ring(), Math.max(0, Math.min(SETTLE_MS, this.#since + LONGEST_MS - now)))
  }

  /** Once more, a while after the last time that this was asked. */
  askAgain(): void {
    if (this.#again) clearTimeout(this.#again)
    this.#again = setTimeout(() => this.#tell(), SECOND_LOOK_MS)
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#again) clearTimeout(this.#again)
  }

  #ring(): void {
    this.#timer = null
    this.#tell()
  }
}
