import type { Session } from './session.ts'

/** A signal sent to a whole process group arrives twice: from the sender, and passed on by npm or a script before us. */
export const SAME_SIGNAL_MS = 150

/** What a shell shows for a process that ended by Ctrl+C. */
const INTERRUPTED = 130

export interface Signals {
  /** What Ctrl+C does; the first time it closes, then it cuts, then it leaves. */
  readonly interrupt: () => void
  readonly end: () => void
}

/** Ctrl+C closes the connection as asked, a second one drops TCP, a third one leaves a reader behind that does not read. */
export function onSignals(session: Session): Signals {
  const ways = [() => session.close(), () => session.cut(), () => process.exit(INTERRUPTED)]
  let next = 0
  let lastMs = Number.NEGATIVE_INFINITY
  const interrupt = (): void => ways[Math.min(next++, ways.length - 1)]?.()
  const onInterrupt = (): void => {
    const nowMs = performance.now()
    if (nowMs - lastMs < SAME_SIGNAL_MS) return
    lastMs = nowMs
    interrupt()
  }
  // Told to end, this process is going away (RFC 6455 section 7.4.1).
  const terminate = (): void => session.close({ code: 1001, reason: '' })
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', terminate)
  return {
    interrupt,
    end: () => {
      process.off('SIGTERM', terminate)
      // SIGINT stays: output that nobody takes must not make the process unstoppable.
      next = ways.length - 1
    },
  }
}
