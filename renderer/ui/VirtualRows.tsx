import { type ComponentProps, type ReactNode, type Ref, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { useViewportHeight } from './use-viewport-height.ts'
import { clampTop, contentHeight, MAX_HEIGHT_PX, type ScrollShape, scrollTopOf, topOf, topToShow } from './virtual-scroll.ts'
import './virtual-rows.css'

export interface VirtualRowsHandle {
  /** Scrolls as little as needed. */
  readonly reveal: (row: number) => void
  /** Whole rows that fit into the view, at least 1. */
  readonly pageRows: () => number
}

/**
 * Fixed rows of any number, of which only those in view exist. Knows scrolling only: role, name, focus and
 * keys are the caller's, given as attributes of the scrolled element (`role="tree"`, `tabIndex`, `onKeyDown` …).
 */
export function VirtualRows({
  count,
  rowHeight,
  renderRow,
  onRange,
  handle,
  className = '',
  ...rest
}: {
  readonly count: number
  readonly rowHeight: number
  readonly renderRow: (row: number) => ReactNode
  /** Told which rows are in view, whenever that changes. */
  readonly onRange?: (first: number, count: number) => void
  readonly handle?: Ref<VirtualRowsHandle>
} & ComponentProps<'div'>) {
  const body = useRef<HTMLDivElement>(null)
  /** The scroll position this component set itself; a scroll event with another one is the person's. */
  const ownScrollTop = useRef(0)
  const viewportHeight = useViewportHeight(body)
  const [wantedTop, setWantedTop] = useState(0)
  const shape: ScrollShape = { count, rowHeight, viewportHeight }
  const top = clampTop(wantedTop, shape)
  const first = Math.floor(top)
  const shown = Math.max(0, Math.min(count - first, Math.ceil(viewportHeight / rowHeight) + 1))

  useLayoutEffect(() => onRange?.(first, shown), [onRange, first, shown])

  const wantedScrollTop = scrollTopOf(top, shape)
  useLayoutEffect(() => {
    const element = body.current
    if (!element || Math.abs(element.scrollTop - wantedScrollTop) < 1) return
    element.scrollTop = wantedScrollTop
    ownScrollTop.current = element.scrollTop
  }, [wantedScrollTop])

  const wheel = useRef<(event: WheelEvent) => void>(() => undefined)
  wheel.current = (event) => {
    // Where the scroll bar maps by ratio, one notch would move thousands of rows.
    if (count * rowHeight <= MAX_HEIGHT_PX) return
    event.preventDefault()
    setWantedTop(clampTop(top + event.deltaY / rowHeight, shape))
  }
  useLayoutEffect(() => {
    const element = body.current
    // React's own wheel listeners are passive and cannot hold the native scroll back.
    const listen = (event: WheelEvent): void => wheel.current(event)
    element?.addEventListener('wheel', listen, { passive: false })
    return () => element?.removeEventListener('wheel', listen)
  }, [])

  useImperativeHandle(handle, () => ({
    reveal: (row) => setWantedTop(topToShow(row, top, shape)),
    pageRows: () => Math.max(1, Math.floor(viewportHeight / rowHeight)),
  }))

  function scrolled(scrollTop: number): void {
    if (Math.abs(scrollTop - ownScrollTop.current) < 1) return
    ownScrollTop.current = scrollTop
    setWantedTop(topOf(scrollTop, shape))
  }

  return (
    <div {...rest} ref={body} className={`virtual-rows ${className}`} onScroll={(event) => scrolled(event.currentTarget.scrollTop)}>
      <div className="virtual-rows-range" role="presentation" style={{ height: contentHeight(shape) }}>
        <div className="virtual-rows-window" role="presentation" style={{ height: Math.min(viewportHeight, contentHeight(shape)) }}>
          <div role="presentation" style={{ transform: `translateY(${(first - top) * rowHeight}px)` }}>
            {Array.from({ length: shown }, (_, index) => renderRow(first + index))}
          </div>
        </div>
      </div>
    </div>
  )
}
