/** Whole seconds as a clock shows them: 0:07, 12:05, 1:02:05. */
export function formatDuration(durationUs: number): string {
  const seconds = Math.floor(durationUs / 1_000_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
