import type { FrameRow } from '#shared/model/frame.ts'
import type { TimeForm } from '#shared/model/settings.ts'
import { formatSinceUs } from '../ui/format.ts'

/** A frame's time as the list shows it, to the microsecond. @param above the row above it; undefined where there is none, or it has not come yet */
export function frameTime(row: FrameRow, above: FrameRow | undefined, form: TimeForm, originUs: number): string {
  if (form === 'absolute') return timeOfDay(row.timeUs)
  if (form === 'relative') return formatSinceUs(row.timeUs, originUs)
  return above ? formatSinceUs(row.timeUs, above.timeUs) : ''
}

/** Local time: '14:03:22.501234'. */
export function timeOfDay(timeUs: number): string {
  const date = new Date(Math.floor(timeUs / 1_000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const micros = String(Math.floor(timeUs) % 1_000_000).padStart(6, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${micros}`
}
