import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { freePort } from './daemon.ts'
import { PYTHON } from './programs.ts'
import type { Stage } from './stage.ts'

/** Starts a script of this folder, from a copy that its user may read wherever the checkout is. @returns its port */
export async function startPython({ folder, start }: Stage, script: string): Promise<number> {
  const port = await freePort()
  const copy = folder.write(script, readFileSync(fileURLToPath(new URL(script, import.meta.url))))
  await start(PYTHON, [copy, String(port)], port)
  return port
}
