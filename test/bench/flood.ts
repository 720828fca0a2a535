import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { FloodKind } from './flood-messages.ts'

/** The server of flood-server.ts, in its process. */
export interface FloodServer {
  /** Where `count` messages come from, as fast as they are taken; `count` may be exceeded by less than one piece of the server's. */
  readonly urlOf: (flood: { readonly kind: FloodKind; readonly size: number; readonly count: number }) => string
  readonly stop: () => void
}

export async function startFloodServer(): Promise<FloodServer> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'flood-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(server.stdout, 'data')) as [Buffer]
  return {
    urlOf: ({ kind, size, count }) => `ws://127.0.0.1:${String(port).trim()}/?kind=${kind}&count=${count}&size=${size}`,
    stop: () => void server.kill(),
  }
}
