import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface ServerProcess {
  readonly url: string
  readonly stop: () => void
}

/** @param file of this folder: a server that prints the port it listens on */
export async function startServer(file: string): Promise<ServerProcess> {
  const server = spawn(process.execPath, [join(import.meta.dirname, file)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(server.stdout, 'data')) as [Buffer]
  return { url: `ws://127.0.0.1:${String(port).trim()}/`, stop: () => void server.kill() }
}
