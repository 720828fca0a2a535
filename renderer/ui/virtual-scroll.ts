/**
 * Where a list of fixed rows stands. Chromium clamps an element at 33,554,432 px, so beyond
 * MAX_HEIGHT_PX the scroll bar maps by ratio while wheel and keys still move by exact rows.
 */
export const MAX_HEIGHT_PX = 8_000_000

export interface ScrollShape {
  readonly count: number
  readonly rowHeight: number
  readonly viewportHeight: number
}

/** Height of the element that gives the scroll bar its range. */
export const contentHeight = ({ count, rowHeight }: ScrollShape): number => Math.min(count * rowHeight, MAX_HEIGHT_PX)

/** Largest row position that can stand at the top, in rows; a fraction where the last row sits flush with the bottom. */
export const maxTop = ({ count, rowHeight, viewportHeight }: ScrollShape): number => Math.max(0, count - viewportHeight / rowHeight)

const scrollRange = (shape: ScrollShape): number => Math.max(0, contentHeight(shape) - shape.viewportHeight)

/** The row at the top for a scroll bar position. */
export function topOf(scrollTop: number, shape: ScrollShape): number {
  const range = scrollRange(shape)
  return range === 0 ? 0 : Math.min(1, scrollTop / range) * maxTop(shape)
}

/** The scroll bar position for a row at the top. */
export function scrollTopOf(top: number, shape: ScrollShape): number {
  const most = maxTop(shape)
  return most === 0 ? 0 : (top / most) * scrollRange(shape)
}

export const clampTop = (top: number, shape: ScrollShape): number => Math.min(Math.max(0, top), maxTop(shape))

/** Moves as little as needed so that `row` is whole in view. */
export function topToShow(row: number, top: number, shape: ScrollShape): number {
  const rows = shape.viewportHeight / shape.rowHeight
  if (row < top) return clampTop(row, shape)
  if (row + 1 > top + rows) return clampTop(row + 1 - rows, shape)
  return clampTop(top, shape)
}
