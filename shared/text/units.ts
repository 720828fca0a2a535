/** A count of bytes for people: exact below 1 KiB, then three digits. */
export function bytesText(count: number): string {
  if (count < 1024) return `${count} B`
  if (count < 1024 * 1024) return `${(count / 1024).toPrecision(3)} KiB`
  return `${(count / (1024 * 1024)).toPrecision(count < 1000 * 1024 * 1024 ? 3 : 4)} MiB`
}

/** Local time of day with microseconds, from microseconds since the Unix epoch. */
export function clockText(timeUs: number): string {
  const date = new Date(Math.floor(timeUs / 1000))
  const two = (part: number): string => String(part).padStart(2, '0')
  const microseconds = String(Math.floor(timeUs) % 1_000_000).padStart(6, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${microseconds}`
}

/** Milliseconds with as many digits as tell something. */
export const millisecondsText = (milliseconds: number): string =>
  milliseconds < 10
    ? `${milliseconds.toFixed(2)} ms`
    : milliseconds < 1000
      ? `${milliseconds.toFixed(1)} ms`
      : `${(milliseconds / 1000).toFixed(2)} s`

export const countText = (count: number, thing: string): string => `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`
