import { memo, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { notifyFailure } from '#renderer/notices/notices-store.ts'
import { Button } from '#renderer/ui/Button.tsx'
import { Checkbox } from '#renderer/ui/Checkbox.tsx'
import { formatBytes } from '#renderer/ui/format.ts'
import { manyLines } from '#renderer/ui/wire-text.ts'
import { type PayloadSource, readPayload } from '../inspected-frame.ts'
import { changeInspector, useInspector } from '../inspector-store.ts'
import { NO_TEXT, withBytes } from './payload-text.ts'
import { lineCount } from './text-blocks.ts'
import './text-view.css'

const MORE_BYTES = 4 * 1024 * 1024
const LINE_PX = 18
const LIKELY_COLUMNS = 80

/** A payload as UTF-8 text, with what would hide or turn text made visible. Mount it anew (key) for another payload. */
export function TextView({ source }: { readonly source: PayloadSource }) {
  const text = useText('inspector')
  const isWrapped = useInspector((state) => state.isWrapped)
  const [loadedBytes, setLoadedBytes] = useState(source.head.length)
  const [payload, setPayload] = useState(() => withBytes(NO_TEXT, source.head, source.head.length === source.total))
  const [isLoading, setLoading] = useState(false)
  if (source.total === 0) return <p className="inspector-note">{text('empty')}</p>

  async function showMore(): Promise<void> {
    setLoading(true)
    try {
      const bytes = await readPayload(source, loadedBytes, MORE_BYTES)
      setPayload((before) => withBytes(before, bytes, loadedBytes + bytes.length === source.total))
      setLoadedBytes(loadedBytes + bytes.length)
    } catch (error) {
      notifyFailure(error)
    } finally {
      setLoading(false)
    }
  }

  return (
    <div className="text-view">
      <div
        className={`text-view-body wire ${isWrapped ? 'is-wrapped' : ''}`}
        role="region"
        aria-label={text('payloadText')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
        tabIndex={0}
        onCopy={copyExactly}
      >
        {payload.blocks.map((block, index) => (
          <Block key={index} block={block} isWrapped={isWrapped} />
        ))}
        {loadedBytes < source.total && (
          <div className="text-view-more">
            <Button disabled={isLoading} onClick={() => void showMore()}>
              {text('showMore', { size: formatBytes(Math.min(MORE_BYTES, source.total - loadedBytes)) })}
            </Button>
          </div>
        )}
      </div>
      <footer className="inspector-foot">
        <Checkbox checked={isWrapped} onChange={(checked) => changeInspector({ isWrapped: checked })}>
          {text('wrap')}
        </Checkbox>
        {payload.invalid > 0 && <span className="is-warning">▲ {text('invalidUtf8', { count: payload.invalid })}</span>}
        {loadedBytes < source.total && (
          <span>{text('shownOf', { shown: formatBytes(loadedBytes), total: formatBytes(source.total) })}</span>
        )}
      </footer>
    </div>
  )
}

/** The browser lays out only the blocks in view (content-visibility); the estimate keeps it from taking all of them for small. */
const Block = memo(function Block({ block, isWrapped }: { readonly block: string; readonly isWrapped: boolean }) {
  const lines = isWrapped ? Math.max(lineCount(block), Math.ceil(block.length / LIKELY_COLUMNS)) : lineCount(block)
  return (
    <div className="text-view-block" style={{ containIntrinsicBlockSize: `auto ${lines * LINE_PX}px` }}>
      {manyLines(block)}
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
