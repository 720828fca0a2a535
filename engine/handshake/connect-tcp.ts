import { connect, type NetConnectOpts, type Socket } from 'node:net'
import type { ConnectAttempt } from '#shared/model/handshake.ts'
import { AttemptLog } from './attempt-log.ts'
import { codeOf } from './system-error.ts'

/** RFC 8305 section 8: the recommended Connection Attempt Delay. */
const NEXT_ATTEMPT_MS = 250

/** What tells most when several addresses failed in different ways; a machine without IPv6 has ENETUNREACH for those. */
const MOST_TELLING = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH']

/**
 * Connects to the first of several addresses that answers: the next is tried when one failed, or beside it after 250 ms.
 *
 * @param candidates at least one, best first
 * @param onAttempts hears of all attempts so far whenever one began or ended
 * @returns a paused, connected socket without listeners; all others are destroyed
 * @throws the system's most telling error, or the reason of `signal`
 * @see RFC 8305, Happy Eyeballs
 */
export function connectFirst(
  candidates: readonly NetConnectOpts[],
  signal: AbortSignal,
  onAttempts: (attempts: readonly ConnectAttempt[]) => void = () => undefined,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const attempts = new Map<Socket, number>()
    const log = new AttemptLog(onAttempts)
    const errors: unknown[] = []
    let next = 0
    let timer: NodeJS.Timeout | undefined

    const settle = (winner: Socket | null): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      next = candidates.length
      for (const socket of attempts.keys()) {
        socket.removeAllListeners('connect').removeAllListeners('error')
        if (socket !== winner) socket.destroy()
      }
      log.end(winner === null ? null : (attempts.get(winner) ?? null))
    }
    const onAbort = (): void => {
      settle(null)
      reject(signal.reason)
    }
    const onFailure = (error: unknown, number: number): void => {
      errors.push(error)
      log.fail(number, codeOf(error))
      if (next < candidates.length) start()
      else if (errors.length === candidates.length) {
        settle(null)
        reject(mostTelling(errors))
      }
    }
    const start = (): void => {
      clearTimeout(timer)
      const options = candidates[next++]
      if (options === undefined) return
      if (next < candidates.length) timer = setTimeout(start, NEXT_ATTEMPT_MS)
      const number = log.begin(options)
      let socket: Socket
      try {
        socket = connect(options)
      } catch (error) {
        // A path that is too long, say, is thrown and not emitted.
        onFailure(error, number)
        return
      }
      attempts.set(socket, number)
      socket.once('connect', () => {
        settle(socket)
        resolve(socket)
      })
      socket.once('error', (error) => {
        attempts.delete(socket)
        onFailure(error, number)
      })
    }

    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    else start()
  })
}

function mostTelling(errors: readonly unknown[]): unknown {
  for (const code of MOST_TELLING) {
    const found = errors.find((error) => codeOf(error) === code)
    if (found !== undefined) return found
  }
  return errors[0]
}
