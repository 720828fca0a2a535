/** A moment of performance.now() as microseconds since the Unix epoch. */
export const epochUs = (momentMs: number): number => Math.round((performance.timeOrigin + momentMs) * 1000)

/**
 * Microseconds since the Unix epoch, from the monotonic clock, anchored once per process: it never
 * goes back, also when the system's clock is set.
 */
export const nowUs = (): number => epochUs(performance.now())
