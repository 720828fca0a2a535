import type { FloodKind } from './flood-messages.ts'
import { startServer } from './server-process.ts'

/** The server of flood-server.ts, in its process. */
export interface FloodServer {
  /** Where `count` messages come from, as fast as they are taken; `count` may be exceeded by less than one piece of the server's. */
  readonly urlOf: (flood: { readonly kind: FloodKind; readonly size: number; readonly count: number }) => string
  readonly stop: () => void
}

export async function startFloodServer(): Promise<FloodServer> {
  const { url, stop } = await startServer('flood-server.ts')
  return { urlOf: ({ kind, size, count }) => `${url}?kind=${kind}&count=${count}&size=${size}`, stop }
}
