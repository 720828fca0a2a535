import {
  type ClipboardEvent,
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { notifyFailure } from '#renderer/notices/notices-store.ts'
import { copyText } from '#renderer/ui/copy-text.ts'
import { VirtualRows, type VirtualRowsHandle } from '#renderer/ui/VirtualRows.tsx'
import type { ByteSource } from '../byte-source.ts'
import { useFound } from '../find/use-find.ts'
import { BytePages } from './byte-pages.ts'
import { type ByteSelection, moved, selectionLength, selectionStart } from './byte-selection.ts'
import { HexDetail } from './HexDetail.tsx'
import { HexRow } from './HexRow.tsx'
import { hexText } from './hex-format.ts'
import './hex-view.css'

const ROW_HEIGHT = 20
/** Below this width, sixteen bytes and their ASCII do not stand on one line. */
const WIDE_PX = 564
const MOST_COPIED_BYTES = 1024 * 1024

/** A payload byte for byte, of any length. Mount it anew (key) for another payload. */
export function HexView({ source }: { readonly source: ByteSource }) {
  const text = useText('inspector')
  return source.total === 0 ? <p className="inspector-note">{text('empty')}</p> : <Bytes source={source} />
}

function Bytes({ source }: { readonly source: ByteSource }) {
  const text = useText('inspector')
  const { total } = source
  const pages = useMemo(() => new BytePages(source.head, source.read, notifyFailure), [source])
  useSyncExternalStore(pages.subscribe, pages.version)
  const rowsHandle = useRef<VirtualRowsHandle>(null)
  const [view, rowBytes] = useRowBytes()
  const [selection, setSelection] = useState<ByteSelection>({ anchor: 0, focus: 0 })
  const onRange = useCallback((first: number, count: number) => pages.look(first * rowBytes, count * rowBytes), [pages, rowBytes])
  const found = useFound()
  const { current: match } = found
  useEffect(() => {
    if (match === null) return
    setSelection({ anchor: match.start, focus: match.end - 1 })
    rowsHandle.current?.reveal(Math.floor(match.start / rowBytes))
  }, [match, rowBytes])
  const [start, length] = [selectionStart(selection), selectionLength(selection)]

  function pressed(event: KeyboardEvent): void {
    if (event.altKey) return
    const isMod = event.ctrlKey || event.metaKey
    if (isMod && event.key.toLowerCase() === 'a') setSelection({ anchor: 0, focus: total - 1 })
    else {
      const next = moved(
        selection,
        { key: event.key, isMod, isExtending: event.shiftKey },
        {
          total,
          rowBytes,
          pageRows: rowsHandle.current?.pageRows() ?? 1,
        },
      )
      if (!next) return
      setSelection(next)
      rowsHandle.current?.reveal(Math.floor(next.focus / rowBytes))
    }
    event.preventDefault()
  }

  function pointed(event: PointerEvent): void {
    const offset = pointedByte(event)
    if (offset === null || event.buttons !== 1) return
    const isExtending = event.type === 'pointermove' || event.shiftKey
    setSelection((before) => ({ anchor: isExtending ? before.anchor : offset, focus: offset }))
  }

  async function copy(event: ClipboardEvent): Promise<void> {
    event.preventDefault()
    const bytes = await source.read(start, Math.min(length, MOST_COPIED_BYTES))
    await copyText(hexText(bytes))
  }

  return (
    <div ref={view} className="hex-view">
      <VirtualRows
        className="hex-rows wire"
        role="grid"
        aria-label={text('hexBytes')}
        aria-rowcount={Math.ceil(total / rowBytes)}
        aria-describedby="hex-detail"
        tabIndex={0}
        onKeyDown={pressed}
        onPointerDown={pointed}
        onPointerMove={pointed}
        onCopy={(event) => void copy(event).catch(notifyFailure)}
        handle={rowsHandle}
        onRange={onRange}
        count={Math.ceil(total / rowBytes)}
        rowHeight={ROW_HEIGHT}
        renderRow={(row) => (
          <HexRow
            key={row}
            row={row}
            rowBytes={rowBytes}
            total={total}
            pages={pages}
            start={start}
            end={start + length}
            found={found.spans}
          />
        )}
      />
      <HexDetail source={source} pages={pages} start={start} length={length} />
    </div>
  )
}

/** Sixteen bytes a line where they fit, else eight. */
function useRowBytes() {
  const view = useRef<HTMLDivElement>(null)
  const [rowBytes, setRowBytes] = useState(16)
  useLayoutEffect(() => {
    const element = view.current
    if (!element) return
    const measure = () => setRowBytes(element.clientWidth >= WIDE_PX ? 16 : 8)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [view, rowBytes] as const
}

/** The offset of the byte under the pointer: each byte's element holds it. */
function pointedByte({ target }: PointerEvent): number | null {
  const at = target instanceof HTMLElement ? target.dataset.at : undefined
  return at === undefined ? null : Number(at)
}
