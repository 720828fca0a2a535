/**
 * Microseconds since the Unix epoch, from the monotonic clock, anchored once per process: it never
 * goes back, also when the system's clock is set.
 */
export const nowUs = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000)
