/** How figures are written. */

export const thousands = (rate: number): string => `${(rate / 1000).toFixed(rate < 100_000 ? 1 : 0)}k`
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
export const ratio = (value: number): string => value.toFixed(value < 0.1 ? 3 : value < 10 ? 2 : 1)

/** The one in the middle, or the mean of the two there. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[sorted.length / 2 - 1] ?? Number.NaN)) / 2
}
