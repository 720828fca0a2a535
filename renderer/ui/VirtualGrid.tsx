import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useViewportHeight } from './use-viewport-height.ts'
import { clampTop, contentHeight, MAX_HEIGHT_PX, maxTop, type ScrollShape, scrollTopOf, topOf, topToShow } from './virtual-scroll.ts'
import './virtual-grid.css'

export interface VirtualGridProps {
  readonly label: string
  readonly columns: readonly { readonly id: string; readonly title: string; readonly isNumeric?: boolean }[]
  readonly count: number
  readonly rowHeight: number
  /** Stays at the end as rows are added. */
  readonly isFollowing: boolean
  readonly onFollowingChange: (isFollowing: boolean) => void
  /** The row that leads: keys move on from it. */
  readonly selected: number | null
  /** Beside it, where several rows can be chosen. */
  readonly isChosen?: (row: number) => boolean
  /** By click and arrow keys: alone; with Shift up to it; with Ctrl or Cmd and a click beside the others. */
  readonly onSelect: (row: number, how: 'one' | 'extend' | 'toggle') => void
  /** Ctrl+A or Cmd+A. */
  readonly onSelectAll?: () => void
  /** Escape. */
  readonly onSelectOne?: () => void
  /** Enter or double click on the selected row. */
  readonly onOpen: () => void
  /** Told which rows are in view, whenever that changes. */
  readonly onRange: (first: number, count: number) => void
  /** The cells of a row: elements with role gridcell. */
  readonly renderRow: (row: number) => ReactNode
  readonly handle?: Ref<VirtualGridHandle>
}

export interface VirtualGridHandle {
  /** Scrolls as little as needed; nothing while the grid follows its end. */
  readonly reveal: (row: number) => void
}

/**
 * A grid of fixed rows, of any length: only the rows in view exist. Arrow keys, Page, Home and End move the
 * selection, with Shift they extend it; moving away from the end stops following, coming back to it resumes. The column widths are the
 * caller's: `--grid-template` in its CSS; a column's header has the class `column-ID`, so that a narrow place
 * can hide it together with its cells.
 */
export function VirtualGrid(props: VirtualGridProps) {
  const { label, columns, count, rowHeight, isFollowing, selected } = props
  const id = useId()
  const table = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  /** The scroll position this component set itself; a scroll event with another one is the person's. */
  const ownScrollTop = useRef(0)
  const viewportHeight = useViewportHeight(body)
  const [freeTop, setFreeTop] = useState(0)

  const shape: ScrollShape = { count, rowHeight, viewportHeight }
  const top = isFollowing ? maxTop(shape) : clampTop(freeTop, shape)
  const first = Math.floor(top)
  const shown = Math.max(0, Math.min(count - first, Math.ceil(viewportHeight / rowHeight) + 1))

  const { onRange } = props
  useLayoutEffect(() => onRange(first, shown), [onRange, first, shown])

  const wantedScrollTop = scrollTopOf(top, shape)
  useLayoutEffect(() => {
    const element = body.current
    if (!element || Math.abs(element.scrollTop - wantedScrollTop) < 1) return
    element.scrollTop = wantedScrollTop
    ownScrollTop.current = element.scrollTop
  }, [wantedScrollTop])

  // The newest place, for one call may follow another before the next render.
  useImperativeHandle(props.handle, () => ({ reveal: (row) => setFreeTop((before) => topToShow(row, clampTop(before, shape), shape)) }))

  function moveTo(newTop: number): void {
    const clamped = clampTop(newTop, shape)
    setFreeTop(clamped)
    const isAtEnd = clamped >= maxTop(shape) - 0.5
    if (isAtEnd !== isFollowing) props.onFollowingChange(isAtEnd)
  }

  const wheel = useRef<(event: WheelEvent) => void>(() => undefined)
  wheel.current = (event) => {
    const isScaled = count * rowHeight > MAX_HEIGHT_PX
    // Natively, one notch would move thousands of rows where the scroll bar maps by ratio; and while following, new rows would pull the view back.
    if (!isScaled && !(isFollowing && event.deltaY < 0)) return
    event.preventDefault()
    moveTo(top + event.deltaY / rowHeight)
  }
  useLayoutEffect(() => {
    const element = body.current
    // React's own wheel listeners are passive and cannot hold the native scroll back.
    const listen = (event: WheelEvent): void => wheel.current(event)
    element?.addEventListener('wheel', listen, { passive: false })
    return () => element?.removeEventListener('wheel', listen)
  }, [])

  function scrolled(scrollTop: number): void {
    if (Math.abs(scrollTop - ownScrollTop.current) < 1) return
    ownScrollTop.current = scrollTop
    moveTo(topOf(scrollTop, shape))
  }

  function selectRow(row: number, how: 'one' | 'extend' | 'toggle'): void {
    const target = Math.min(Math.max(0, row), count - 1)
    if (target < 0) return
    props.onSelect(target, how)
    const newTop = topToShow(target, top, shape)
    if (newTop !== top || (isFollowing && target !== count - 1)) {
      setFreeTop(newTop)
      props.onFollowingChange(target === count - 1)
    }
  }

  function pressed(event: KeyboardEvent): void {
    const target = keyTarget(event.key, selected, count, Math.max(1, Math.floor(viewportHeight / rowHeight) - 1))
    if (event.altKey) return
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'a' || event.shiftKey || !props.onSelectAll) return
      props.onSelectAll()
    } else if (event.key === 'Escape') props.onSelectOne?.()
    else if (event.key === 'Enter') props.onOpen()
    else if (target === null) return
    else selectRow(target, event.shiftKey ? 'extend' : 'one')
    event.preventDefault()
  }

  function clicked(event: MouseEvent, row: number): void {
    // The grid keeps the focus: a row's element becomes another row's. Shift would mark the text between, too.
    event.preventDefault()
    table.current?.focus({ preventScroll: true })
    // The menu of what is chosen is about all of it.
    if (event.button === 2 && props.isChosen?.(row)) return
    if (event.button === 1) return
    selectRow(row, event.shiftKey ? 'extend' : (event.ctrlKey || event.metaKey) && event.button === 0 ? 'toggle' : 'one')
  }

  const rows = Array.from({ length: shown }, (_, index) => first + index)
  const pool = Math.ceil(viewportHeight / rowHeight) + 2
  return (
    <div className="virtual-grid">
      <div
        ref={table}
        className="virtual-grid-table"
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length}
        aria-multiselectable={props.isChosen ? true : undefined}
        aria-activedescendant={selected !== null && selected >= first && selected < first + shown ? `${id}-${selected}` : undefined}
        tabIndex={0}
        onKeyDown={pressed}
      >
        <div className="virtual-grid-row virtual-grid-head" role="row" aria-rowindex={1} tabIndex={-1}>
          {columns.map((column) => (
            <div
              key={column.id}
              role="columnheader"
              tabIndex={-1}
              className={`column-${column.id} ${column.isNumeric ? 'is-numeric' : ''}`}
            >
              {column.title}
            </div>
          ))}
        </div>
        <div ref={body} className="virtual-grid-body" role="presentation" onScroll={(event) => scrolled(event.currentTarget.scrollTop)}>
          <div className="virtual-grid-range" role="presentation" style={{ height: contentHeight(shape) }}>
            <div className="virtual-grid-window" role="presentation" style={{ height: Math.min(viewportHeight, contentHeight(shape)) }}>
              {rows.map((row) => (
                // A row's element is used again for another row: scrolling changes text, it does not build elements.
                <div
                  key={row % pool}
                  id={`${id}-${row}`}
                  className="virtual-grid-row"
                  role="row"
                  tabIndex={-1}
                  aria-rowindex={row + 2}
                  aria-selected={row === selected || props.isChosen?.(row) === true}
                  data-lead={row === selected || undefined}
                  style={{ transform: `translateY(${(row - top) * rowHeight}px)` }}
                  onMouseDown={(event) => clicked(event, row)}
                  onDoubleClick={props.onOpen}
                >
                  {props.renderRow(row)}
                </div>
              ))}
            </div>
          </div>
        </div>
      </div>
    </div>
  )
}

function keyTarget(key: string, selected: number | null, count: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return selected === null ? count - 1 : selected + 1
    case 'ArrowUp':
      return selected === null ? count - 1 : selected - 1
    case 'PageDown':
      return (selected ?? 0) + page
    case 'PageUp':
      return (selected ?? count) - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
