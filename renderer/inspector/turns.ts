const SLICE_MS = 8

/** Does work that yields every now and then, and gives the window its turn every few milliseconds. `signal` ends it early. */
export async function inTurns(work: () => Iterator<void>, signal?: AbortSignal): Promise<void> {
  const steps = work()
  let sliceStart = performance.now()
  while (steps.next().done !== true) {
    if (performance.now() - sliceStart < SLICE_MS) continue
    await new Promise((resolve) => setTimeout(resolve))
    if (signal?.aborted) return
    sliceStart = performance.now()
  }
}
