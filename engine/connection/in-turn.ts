/**
 * A version of `read` that may be called from within itself: what comes meanwhile waits for its turn,
 * in order. So an observer that answers a frame by sending another does not cut into the reading of the first.
 */
export function inTurn<T>(read: (item: T) => void): (item: T) => void {
  const waiting: T[] = []
  let isReading = false
  return (item) => {
    waiting.push(item)
    if (isReading) return
    isReading = true
    try {
      for (const next of waiting) read(next)
    } finally {
      waiting.length = 0
      isReading = false
    }
  }
}
