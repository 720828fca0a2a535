import { memo, useEffect, useRef, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { notifyFailure } from '#renderer/notices/notices-store.ts'
import { Button } from '#renderer/ui/Button.tsx'
import { Checkbox } from '#renderer/ui/Checkbox.tsx'
import { formatBytes } from '#renderer/ui/format.ts'
import { manyLines } from '#renderer/ui/wire-text.ts'
import type { ByteSource } from '../byte-source.ts'
import { useFound } from '../find/use-find.ts'
import { changeInspector, useInspector } from '../inspector-store.ts'
import { markFound, rangeOf } from './mark-found.ts'
import type { TextBlock } from './payload-text.ts'
import { lineCount } from './text-blocks.ts'
import { endOf, firstOf, firstWindow, STEP_BYTES, type TextWindow, windowAround, withNext, withPrevious } from './text-window.ts'
import './text-view.css'

const LINE_PX = 18
const LIKELY_COLUMNS = 80

/** A payload as UTF-8 text, with what would hide or turn text made visible. Mount it anew (key) for another payload. */
export function TextView({ source }: { readonly source: ByteSource }) {
  const text = useText('inspector')
  return source.total === 0 ? <p className="inspector-note">{text('empty')}</p> : <LoadedText source={source} />
}

function LoadedText({ source }: { readonly source: ByteSource }) {
  const text = useText('inspector')
  const isWrapped = useInspector((state) => state.isWrapped)
  const body = useRef<HTMLDivElement>(null)
  const [window, setWindow] = useState(() => firstWindow(source))
  const [isLoading, setLoading] = useState(false)
  const [first, end] = [firstOf(window), endOf(window)]

  async function load(next: Promise<TextWindow>): Promise<void> {
    setLoading(true)
    try {
      setWindow(await next)
    } catch (error) {
      notifyFailure(error)
    } finally {
      setLoading(false)
    }
  }

  useMarks(window, body, (offset) => void load(windowAround(source, offset)))

  const step = (bytes: number): string => formatBytes(Math.min(STEP_BYTES, bytes))
  return (
    <div className="text-view">
      <div
        ref={body}
        className={`text-view-body wire ${isWrapped ? 'is-wrapped' : ''}`}
        role="region"
        aria-label={text('payloadText')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
        tabIndex={0}
        onCopy={copyExactly}
      >
        {first > 0 && (
          <div className="text-view-more">
            <Button disabled={isLoading} onClick={() => void load(withPrevious(window, source))}>
              {text('showBefore', { size: step(first) })}
            </Button>
            <Button disabled={isLoading} onClick={() => void load(windowAround(source, 0))}>
              {text('toStart')}
            </Button>
          </div>
        )}
        {window.blocks.map((block) => (
          <Block key={block.first} block={block} isWrapped={isWrapped} />
        ))}
        {end < source.total && (
          <div className="text-view-more">
            <Button disabled={isLoading} onClick={() => void load(withNext(window, source))}>
              {text('showMore', { size: step(source.total - end) })}
            </Button>
            <Button disabled={isLoading} onClick={() => void load(windowAround(source, source.total))}>
              {text('toEnd')}
            </Button>
          </div>
        )}
      </div>
      <Foot window={window} total={source.total} />
    </div>
  )
}

/** Marks what was found, and brings the current match into view; one that is not loaded is asked for by `onMissing`. */
function useMarks(window: TextWindow, body: React.RefObject<HTMLDivElement | null>, onMissing: (offset: number) => void): void {
  const found = useFound()
  const shown = useRef<object | null>(null)
  const miss = useRef(onMissing)
  miss.current = onMissing
  useEffect(() => {
    const elements = [...(body.current?.querySelectorAll('.text-view-block') ?? [])]
    const { current } = found
    if (current !== null && shown.current !== current) {
      shown.current = current
      const isLoaded = current.start >= firstOf(window) && current.end <= endOf(window)
      if (isLoaded) reveal(rangeOf(current, window.blocks, elements), body.current)
      else {
        shown.current = null
        miss.current(current.start)
      }
    }
    return markFound(found, window.blocks, elements)
  }, [found, window, body])
}

/** Scrolls a range to the middle, if it is not in view: first its block, so that it is laid out, then itself. */
function reveal(range: Range | null, body: HTMLElement | null): void {
  const block = range?.startContainer.parentElement
  if (!range || !block || !body) return
  const isIn = (): boolean => {
    const [inner, outer] = [range.getBoundingClientRect(), body.getBoundingClientRect()]
    return inner.height > 0 && inner.top >= outer.top && inner.bottom <= outer.bottom
  }
  if (isIn()) return
  block.scrollIntoView({ block: 'nearest' })
  const [inner, outer] = [range.getBoundingClientRect(), body.getBoundingClientRect()]
  body.scrollTop += inner.top - outer.top - outer.height / 2
}

function Foot({ window, total }: { readonly window: TextWindow; readonly total: number }) {
  const text = useText('inspector')
  const isWrapped = useInspector((state) => state.isWrapped)
  const invalid = window.blocks.reduce((sum, block) => sum + block.invalid, 0)
  const [first, end] = [firstOf(window), endOf(window)]
  return (
    <footer className="inspector-foot">
      <Checkbox checked={isWrapped} onChange={(checked) => changeInspector({ isWrapped: checked })}>
        {text('wrap')}
      </Checkbox>
      {invalid > 0 && <span className="is-warning">▲ {text('invalidUtf8', { count: invalid })}</span>}
      {(first > 0 || end < total) && (
        <span>
          {first === 0
            ? text('shownOf', { shown: formatBytes(end), total: formatBytes(total) })
            : text('shownFromOf', { first: formatBytes(first), end: formatBytes(end), total: formatBytes(total) })}
        </span>
      )}
    </footer>
  )
}

/** The browser lays out only the blocks in view (content-visibility); the estimate keeps it from taking all of them for small. */
const Block = memo(function Block({ block: { text }, isWrapped }: { readonly block: TextBlock; readonly isWrapped: boolean }) {
  const lines = isWrapped ? Math.max(lineCount(text), Math.ceil(text.length / LIKELY_COLUMNS)) : lineCount(text)
  return (
    <div className="text-view-block" style={{ containIntrinsicBlockSize: `auto ${lines * LINE_PX}px` }}>
      {manyLines(text)}
    </div>
  )
})

/** The browser would put a line end between blocks; where one stands they hold it themselves. */
function copyExactly(event: React.ClipboardEvent): void {
  const selection = window.getSelection()
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return
  event.clipboardData.setData('text/plain', selection.getRangeAt(0).cloneContents().textContent ?? '')
  event.preventDefault()
}
