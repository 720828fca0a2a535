/** Where a person wants to go in a list. */
export type Goal =
  | { readonly kind: 'frame'; readonly seq: number }
  | { readonly kind: 'time'; readonly timeUs: number }
  | { readonly kind: 'end' }

const FRAME = /^#?\s*(\d[\d,]*)$/
const SINCE = /^\+\s*(\d+(?:\.\d+)?)\s*(us|µs|ms|s|m|h)?$/
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,6})?))?$/

const UNIT_US: Readonly<Record<string, number>> = { us: 1, µs: 1, ms: 1_000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000 }

/**
 * Reads `#12345` or `12345`, `+12.5s` since connecting began, `14:03:22.5` on this machine's clock (the first such moment since
 * then), `end`.
 *
 * @param originUs when connecting began, in microseconds since the Unix epoch
 * @returns null for what is none of these
 */
export function readGoal(written: string, originUs: number): Goal | null {
  const text = written.trim().toLowerCase()
  if (text === 'end') return { kind: 'end' }
  const [, digits] = FRAME.exec(text) ?? []
  if (digits !== undefined) return { kind: 'frame', seq: Number(digits.replaceAll(',', '')) }
  const [, amount, unit = 's'] = SINCE.exec(text) ?? []
  if (amount !== undefined) return { kind: 'time', timeUs: originUs + Number(amount) * (UNIT_US[unit] ?? 0) }
  return readClock(text, originUs)
}

function readClock(text: string, originUs: number): Goal | null {
  const [, hours, minutes, seconds = '0'] = CLOCK.exec(text) ?? []
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) >= 60) return null
  const day = new Date(originUs / 1_000)
  const onDay = (date: number): number => {
    const startMs = new Date(day.getFullYear(), day.getMonth(), date, Number(hours), Number(minutes)).getTime()
    return startMs * 1_000 + Math.round(Number(seconds) * 1_000_000)
  }
  const todayUs = onDay(day.getDate())
  // A clock does not say the day: what lies before the beginning is tomorrow. A second's grace, for nobody types microseconds.
  return { kind: 'time', timeUs: todayUs + 1_000_000 > originUs ? todayUs : onDay(day.getDate() + 1) }
}
