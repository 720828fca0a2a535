import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Files in this folder are delivered or read within minutes; what is older was left by a process that was killed. */
const LEFT_BEHIND_MS = 24 * 60 * 60 * 1000

/** Makes a folder for files that only pass through, and removes those that were left behind. Other processes may use it, too. */
export async function preparePassingFiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    // Whoever made it may remove it between the two looks.
    const changedMs = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now()
    if (Date.now() - changedMs > LEFT_BEHIND_MS) await rm(path, { recursive: true, force: true })
  }
}
