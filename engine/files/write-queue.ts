/** Runs jobs one after the other, in the order they were given. A job that fails does not stop the next. */
export function createWriteQueue(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (job) => {
    const result = last.then(job)
    // The caller of `job` hears of its failure; the queue only waits for the end.
    last = result.catch(() => undefined)
    return result
  }
}
