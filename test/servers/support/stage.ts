import { chownSync } from 'node:fs'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { type Daemon, startDaemon } from './daemon.ts'
import { DAEMON_USER } from './daemon-user.ts'
import { type TemporaryFolder, temporaryFolder } from './folder.ts'

/** What a file of tests needs: a folder, the daemons it starts, and our own demo server to stand behind them. */
export interface Stage {
  /** Belongs to whom the daemons run as. */
  readonly folder: TemporaryFolder
  /** The server behind proxies; `/echo` sends everything back. */
  readonly behind: DemoServerHandle
  /** As startDaemon, in the stage's folder; ended by close(). */
  readonly start: (
    command: string,
    args: readonly string[],
    isReady: Parameters<typeof startDaemon>[2],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<Daemon>
  /** Ends all daemons, the last first, and removes the folder. */
  readonly close: () => Promise<void>
}

export async function openStage(): Promise<Stage> {
  const folder = temporaryFolder()
  if (DAEMON_USER !== null) chownSync(folder.path, DAEMON_USER.uid, DAEMON_USER.gid)
  const behind = await startDemoServer()
  const running: Daemon[] = []
  return {
    folder,
    behind,
    async start(command, args, isReady, environment = {}) {
      const daemon = await startDaemon(command, args, isReady, { environment: { HOME: folder.path, ...environment }, folder: folder.path })
      running.push(daemon)
      return daemon
    },
    async close() {
      for (const daemon of running.reverse()) await daemon.stop()
      await behind.close()
      folder.remove()
    },
  }
}
