import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Receive, Received } from './receivers/receiving.ts'

/** A receiver in a process of its own: nothing the bench does takes its time, and its memory is its own. */
export interface ReceiverProcess {
  /** @throws if fewer than `atLeast` messages came */
  readonly receive: (url: string, atLeast: number) => Promise<Received>
  readonly end: () => Promise<void>
}

/** @param name a file of receivers/ */
export function startReceiver(name: 'bare' | 'captured' | 'checked', folder: string): ReceiverProcess {
  const child = fork(join(import.meta.dirname, 'receivers', `${name}.ts`), [folder])
  const exited = once(child, 'exit')
  return {
    receive: async (url, atLeast) => {
      child.send({ url } satisfies Receive)
      const answered = once(child, 'message')
      // A receiver that cannot go on ends, having said why.
      const [answer] = (await Promise.race([answered, exited])) as [Received | number | null]
      if (answer === null || typeof answer === 'number') throw new Error(`The receiver ${name} ended with ${answer}`)
      if (answer.messages < atLeast) throw new Error(`The receiver ${name} got ${answer.messages} of ${atLeast} messages`)
      return answer
    },
    end: async () => {
      if (child.exitCode !== null) return
      child.disconnect()
      await exited
    },
  }
}
