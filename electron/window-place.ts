import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Rectangle } from 'electron'

/** Where a window stands. Without `x` and `y` the system chooses. */
export interface WindowPlace {
  readonly bounds: { readonly x?: number; readonly y?: number; readonly width: number; readonly height: number }
  readonly isMaximized: boolean
}

export const MINIMUM_SIZE = { width: 720, height: 480 } as const
const DEFAULT_PLACE: WindowPlace = { bounds: { width: 1360, height: 860 }, isMaximized: false }

/** A window counts as reachable while this much of it, each way, is on a display. */
const REACHABLE_PX = 100

/**
 * Where to open the window, from what was kept last time.
 *
 * @param kept whatever the file held; anything that is not a place counts as nothing
 * @param workAreas of the displays there are now, which may not be those there were then
 */
export function placeFor(kept: unknown, workAreas: readonly Rectangle[]): WindowPlace {
  const { bounds, isMaximized } = (kept ?? {}) as { bounds?: unknown; isMaximized?: unknown }
  if (!isRectangle(bounds)) return DEFAULT_PLACE
  const size = { width: Math.max(bounds.width, MINIMUM_SIZE.width), height: Math.max(bounds.height, MINIMUM_SIZE.height) }
  const isReachable = workAreas.some((area) => overlapsEnough(area, { ...bounds, ...size }))
  return { bounds: isReachable ? { x: bounds.x, y: bounds.y, ...size } : size, isMaximized: isMaximized === true }
}

function isRectangle(value: unknown): value is Rectangle {
  const { x, y, width, height } = (value ?? {}) as Record<string, unknown>
  return [x, y, width, height].every((side) => Number.isInteger(side) && Math.abs(side as number) <= 100_000)
}

function overlapsEnough(area: Rectangle, { x, y, width, height }: Rectangle): boolean {
  const across = Math.min(area.x + area.width, x + width) - Math.max(area.x, x)
  const down = Math.min(area.y + area.height, y + height) - Math.max(area.y, y)
  return across >= REACHABLE_PX && down >= REACHABLE_PX
}

/** What was kept, or null. A file that cannot be read costs a window its place and nothing more. */
export function readPlace(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Keeps a window's place, at once: it is called while the window closes. */
export function keepPlace(file: string, place: WindowPlace): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(place))
  renameSync(`${file}.new`, file)
}
