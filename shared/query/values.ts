import { FaultFound } from './fault.ts'
import type { Moment, NumberField } from './query.ts'

/** A piece of the query where a value stands. */
export interface Written {
  readonly text: string
  readonly at: number
}

const SIZE_UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, ki: 1024, mi: 1024 ** 2, gi: 1024 ** 3 }
const TIME_UNITS_US: Readonly<Record<string, number>> = { us: 1, µs: 1, ms: 1e3, s: 1e6, m: 60e6, h: 3600e6 }

const NUMBER = /^(\d{1,15}(?:\.\d{1,15})?)([a-zA-Z]*)$/
const DURATION = /^(\d{1,15}(?:\.\d{1,15})?)(us|µs|ms|s|m|h)$/
const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/
const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?$/

/** `100`, and for sizes `1k` (1,000), `1.5M`, `64KiB`. */
export function readNumber(field: NumberField, { text, at }: Written): number {
  const [, digits = '', unit = ''] = NUMBER.exec(text) ?? []
  const isSize = field === 'size' || field === 'wire'
  const factor = isSize ? SIZE_UNITS[unit.toLowerCase().replace(/b$/, '')] : SIZE_UNITS[unit]
  const value = Math.round(Number(digits) * (factor ?? Number.NaN) * 1e6) / 1e6
  const isRefused = digits === '' || !Number.isSafeInteger(value) || (!isSize && unit !== '')
  if (isRefused) throw new FaultFound('number-expected', at, text.length, { field, value: text, example: isSize ? '64 or 1.5k' : '64' })
  return value
}

/** Microseconds of `250ms`, `1.5s`, `2m`. */
export function readDuration(field: string, { text, at }: Written): number {
  const us = durationUs(text)
  if (us === null) throw new FaultFound('duration-expected', at, text.length, { field, value: text })
  return us
}

export function readMoment({ text, at }: Written): Moment {
  const since = durationUs(text.replace(/^\+/, ''))
  if (since !== null) return { kind: 'since', us: since }
  const clock = clockUs(text)
  if (clock !== null) return { kind: 'clock', us: clock }
  if (DATE.test(text) && !Number.isNaN(Date.parse(text))) return { kind: 'date', iso: text }
  throw new FaultFound('moment-expected', at, text.length)
}

function durationUs(text: string): number | null {
  const [, digits, unit = ''] = DURATION.exec(text) ?? []
  const us = Math.round(Number(digits) * (TIME_UNITS_US[unit] ?? Number.NaN))
  return Number.isSafeInteger(us) ? us : null
}

function clockUs(text: string): number | null {
  const [whole, hours, minutes, seconds = '0', fraction = ''] = CLOCK.exec(text) ?? []
  if (whole === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1e6 + Number(fraction.padEnd(6, '0'))
}

/** The other way round: the largest unit that leaves no rest. */
export function writeDuration(us: number): string {
  const unit = (['h', 'm', 's', 'ms'] as const).find((each) => us !== 0 && us % (TIME_UNITS_US[each] ?? 1) === 0) ?? 'us'
  return `${us / (TIME_UNITS_US[unit] ?? 1)}${unit}`
}

export function writeMoment(moment: Moment): string {
  if (moment.kind === 'since') return `+${writeDuration(moment.us)}`
  return moment.kind === 'date' ? moment.iso : writeClock(moment.us)
}

function writeClock(us: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const fraction = us % 1e6 === 0 ? '' : `.${String(us % 1e6).padStart(6, '0')}`
  return `${two(us / 3600e6)}:${two((us / 60e6) % 60)}:${two((us / 1e6) % 60)}${fraction}`
}
