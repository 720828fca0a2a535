import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program and waits for its end; signals to this process go on to it.
 *
 * On a terminal the whole foreground group gets Ctrl+C by itself, so forwarding SIGINT there would deliver it twice.
 *
 * @param options.stdio as for child_process.spawn; inherited by default
 * @param options.timeoutMs ends it with SIGTERM after so long
 * @returns its exit status (128 + n for a signal), never rejects once started
 */
export function run(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', timeout: timeoutMs, ...options })
    const forwarders = FORWARDED.map((signal) => {
      const forward = () => {
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
      }
      process.on(signal, forward)
      return () => process.off(signal, forward)
    })
    const stopForwarding = () => {
      for (const stop of forwarders) stop()
    }
    child.once('error', (error) => {
      stopForwarding()
      reject(error)
    })
    child.once('exit', (status, signal) => {
      stopForwarding()
      resolve(status ?? 128 + constants.signals[signal])
    })
  })
}

/** Standard error for both of a program's outputs: what setting up and building print is not the result. */
export const TO_STDERR = ['ignore', 2, 2]
