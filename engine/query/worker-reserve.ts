import { Worker } from 'node:worker_threads'

/** A message of 32 MiB as a tree of JSON values fits; what needs more is told and not tried. */
const MEMORY_MB = 1024
/** A query that was just begun is not disturbed by the start of the next thread. */
const REFILL_AFTER_MS = 1_000

/** The file beside this one, as for the captures' worker (engine/capture/worker-link.ts). */
export function startWorker(): Worker {
  const file = import.meta.url.endsWith('.ts') ? './query-worker.ts' : './query-worker.js'
  const resourceLimits = { maxOldGenerationSizeMb: MEMORY_MB }
  const worker = new Worker(new URL(file, import.meta.url), { name: 'sockscope query', execArgv: [], resourceLimits })
  // A query that follows a capture keeps no process alive.
  worker.unref()
  return worker
}

/** One thread that waits for a query: to start one takes as long as to search a hundred thousand messages. Empty until a first query was asked. */
export class WorkerReserve {
  #spare: Worker | null = null
  #timer: NodeJS.Timeout | null = null

  take(): Worker {
    const worker = this.#spare ?? startWorker()
    this.#spare = null
    worker.off('error', this.#drop)
    this.#timer ??= setTimeout(() => this.#refill(), REFILL_AFTER_MS).unref()
    return worker
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    void this.#spare?.terminate()
    this.#spare = null
  }

  #refill(): void {
    this.#timer = null
    this.#spare ??= startWorker().on('error', this.#drop)
  }

  /** What is wrong with it will be wrong with the next one, too, and is told there. */
  readonly #drop = (): void => {
    this.#spare = null
  }
}
