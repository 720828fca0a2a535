import type { Socket } from 'node:net'

/** How the other side ended: with a FIN, or with an error. */
export type Ending = { readonly error: Error | null }

/**
 * Feeds what a socket receives to `take` until that answers with something other than null, then pauses the socket and
 * lets go of it, so that the next reader misses nothing. When the socket ends first, `onEnd` answers in its place.
 * Whatever either throws rejects; aborting `signal` rejects with its reason. Never destroys the socket.
 */
export function readFrom<T>(
  socket: Socket,
  signal: AbortSignal,
  take: (chunk: Uint8Array) => T | null,
  onEnd: (ending: Ending) => T,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let failure: Error | null = null
    const letGo = (): void => {
      socket.off('data', onData).off('end', onEnded).off('error', onError).off('close', onEnded)
      signal.removeEventListener('abort', onAbort)
      socket.pause()
    }
    const settle = (answer: () => T | null): void => {
      try {
        const value = answer()
        if (value === null) return
        letGo()
        resolve(value)
      } catch (error) {
        letGo()
        reject(error)
      }
    }
    const onData = (chunk: Uint8Array): void => settle(() => take(chunk))
    const onError = (error: Error): void => {
      failure = error
      onEnded()
    }
    const onEnded = (): void => settle(() => onEnd({ error: failure }))
    const onAbort = (): void => {
      letGo()
      reject(signal.reason)
    }
    if (signal.aborted) {
      reject(signal.reason)
      return
    }
    if (socket.destroyed) {
      settle(() => onEnd({ error: socket.errored }))
      return
    }
    signal.addEventListener('abort', onAbort)
    socket.on('data', onData).on('end', onEnded).on('error', onError).on('close', onEnded)
    socket.resume()
  })
}
