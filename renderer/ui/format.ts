const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Bytes with an IEC unit and three significant digits: 5 B, 1.25 KiB, 100 MiB. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  const digits = unit === 0 ? 0 : value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${value.toFixed(digits)} ${UNITS[unit]}`
}

/** Milliseconds with a unit that suits their size: 0.42 ms, 12.3 ms, 1.20 s. */
export function formatMs(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`
  return `${ms.toFixed(ms >= 100 ? 0 : ms >= 10 ? 1 : 2)} ms`
}

/** Seconds since `originUs`, to the microsecond: '12.345678'. */
export const formatSinceUs = (timeUs: number, originUs: number): string => ((timeUs - originUs) / 1_000_000).toFixed(6)

/** Local time of day to the millisecond. */
export function formatTimeOfDay(timeUs: number): string {
  const date = new Date(timeUs / 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

const COUNT = new Intl.NumberFormat('en-US')

/** 1,234,567 */
export const formatCount = (count: number): string => COUNT.format(count)
