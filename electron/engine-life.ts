/** How long quitting waits for connections to close and captures to reach the disk. */
const CLOSE_LIMIT_MS = 5_000

/** Closes what a person started, but never keeps them from quitting: past the limit the process ends all the same. */
export async function closeWithin(engine: { readonly close: () => Promise<unknown> }, limitMs: number = CLOSE_LIMIT_MS): Promise<void> {
  const { promise: limit, resolve: stopWaiting } = Promise.withResolvers<void>()
  const timer = setTimeout(stopWaiting, limitMs)
  try {
    await Promise.race([engine.close(), limit])
  } finally {
    clearTimeout(timer)
  }
}
