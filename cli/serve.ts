import { createEngine } from '#engine/index.ts'
import { openBridge } from './bridge/bridge.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { foldersOf } from './folders.ts'
import { openBrowser } from './open-browser.ts'
import { pageFolder } from './page-folder.ts'
import { untilStopped } from './until-stopped.ts'
import { version } from './version.ts'

export interface ServeOptions {
  /** 0 for any free port. */
  readonly port: number
  readonly open: boolean
}

/**
 * `sockscope serve`: the window in a browser of this machine, until it is stopped.
 * @throws AppError 'input.invalid' if the port cannot be had; the engine's errors
 */
export async function serve({ port, open }: ServeOptions): Promise<ExitStatus> {
  const stopped = untilStopped()
  const { data, workspace } = foldersOf()
  const engine = await createEngine({ dataFolder: data, workspaceFolder: workspace, version: version() })
  try {
    const bridge = await openBridge({ port, pageFolder: pageFolder(), answerer: engine, exports: engine.exports })
    process.stdout.write(`Sockscope is at ${bridge.address}\n`)
    if (open) openBrowser(bridge.address)
    await stopped
    await bridge.close()
  } finally {
    await engine.close()
  }
  return EXIT.done
}
