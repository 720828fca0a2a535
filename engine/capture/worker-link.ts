import { type Transferable, Worker } from 'node:worker_threads'
import { AppError, type Failure, failureOf } from '#shared/errors.ts'
import type { WorkerAnswer, WorkerCallName, WorkerInput, WorkerOutput } from './worker-protocol.ts'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (failure: Failure) => void
}

/** The main side of the worker thread: one call, one answer, in order. */
export interface WorkerLink {
  /** Rejects with an AppError. */
  readonly call: <N extends WorkerCallName>(name: N, input: WorkerInput<N>, transfer?: readonly Transferable[]) => Promise<WorkerOutput<N>>
  /** Ends the thread when everything asked so far is answered. */
  readonly end: () => Promise<void>
}

/**
 * The file beside this one: the source under development, a bundle of the same name in a release. Bundlers are
 * given the file by name (scripts/build.mjs); they could not follow this.
 */
function startWorker(): Worker {
  const file = import.meta.url.endsWith('.ts') ? './capture-worker.ts' : './capture-worker.js'
  // No inherited flags: some, like --input-type, would stop a worker from starting.
  return new Worker(new URL(file, import.meta.url), { name: 'sockscope captures', execArgv: [] })
}

export function linkWorker(): WorkerLink {
  const worker = startWorker()
  const waiting = new Map<number, Waiting>()
  let [lastId, lost]: [number, Failure | null] = [0, null]
  let idle = Promise.withResolvers<void>()
  const giveUp = (failure: Failure) => {
    lost ??= failure
    for (const each of waiting.values()) each.reject(failure)
    waiting.clear()
    idle.resolve()
  }
  worker.unref()
  worker.on('message', (answer: WorkerAnswer) => {
    const asker = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('failure' in answer) asker?.reject(answer.failure)
    else asker?.resolve(answer.value)
    if (waiting.size > 0) return
    worker.unref()
    idle.resolve()
  })
  worker.on('error', (error) => giveUp(failureOf(error)))
  worker.on('exit', () => giveUp({ code: 'capture.disk', message: 'The recorder of captures has ended.', hint: 'Restart Sockscope.' }))
  const call: WorkerLink['call'] = (name, input, transfer = []) =>
    new Promise((resolve, reject) => {
      const refuse = (failure: Failure) => reject(new AppError(failure.code, failure.message, { hint: failure.hint }))
      if (lost !== null) return refuse(lost)
      lastId += 1
      // The worker answers each name with its own type.
      waiting.set(lastId, { resolve: (value) => resolve(value as WorkerOutput<typeof name>), reject: refuse })
      // The process stays alive while something is asked, and only then.
      if (waiting.size === 1) worker.ref()
      worker.postMessage({ id: lastId, name, input }, transfer)
    })
  return {
    call,
    end: async () => {
      idle = Promise.withResolvers()
      if (waiting.size > 0) await idle.promise
      // Databases are closed on the thread that opened them, before it goes: what is still open then is left to Node's own
      // taking down of a thread, which is not to be trusted with it.
      if (lost === null) await call('end', null).catch(() => undefined)
      await worker.terminate()
    },
  }
}
