import type { Alphabet } from './alphabet.ts'

/** A span of time as a bar under its place on a line of `width` cells that stands for `totalMs`; at least the thinnest sign there is. */
export function barText(startMs: number, durationMs: number, totalMs: number, width: number, { blocks }: Alphabet): string {
  const perCell = totalMs > 0 ? width / totalMs : 0
  const start = Math.min(Math.max(Math.floor(startMs * perCell), 0), width - 1)
  const eighths = blocks.length
  const wanted = Math.round(durationMs * perCell * eighths)
  const length = Math.min(Math.max(wanted, 1), (width - start) * eighths)
  const whole = (blocks[eighths - 1] ?? '').repeat(Math.floor(length / eighths))
  const rest = length % eighths === 0 ? '' : (blocks[(length % eighths) - 1] ?? '')
  return `${' '.repeat(start)}${whole}${rest}`
}
