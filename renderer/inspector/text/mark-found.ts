import { manyLines } from '#renderer/ui/wire-text.ts'
import type { Span } from '../find/find-query.ts'
import type { Found } from '../find/use-find.ts'
import type { TextBlock } from './payload-text.ts'
import { blockAt } from './text-window.ts'
import { textIndexAt } from './utf8.ts'

/** Marked on each side of the current match; more would be felt, and is far out of view. */
const MOST_MARKED = 500

/** Marks the matches in text that is laid out, without changing it; returns the undo. `elements` are those of the blocks, in order. */
export function markFound({ spans, current }: Found, blocks: readonly TextBlock[], elements: readonly Element[]): () => void {
  const at = current === null ? 0 : spans.indexOf(current)
  const near = spans.slice(Math.max(0, at - MOST_MARKED), at + MOST_MARKED)
  const ranges = near.filter((span) => span !== current).flatMap((span) => rangeOf(span, blocks, elements) ?? [])
  const shown = current === null ? null : rangeOf(current, blocks, elements)
  CSS.highlights.set('found', new Highlight(...ranges))
  CSS.highlights.set('found-current', new Highlight(...(shown ? [shown] : [])))
  return () => {
    CSS.highlights.delete('found')
    CSS.highlights.delete('found-current')
  }
}

/** Where a match stands on the screen; null if it is not loaded. */
export function rangeOf({ start, end }: Span, blocks: readonly TextBlock[], elements: readonly Element[]): Range | null {
  const from = placeOf(start, blocks, elements)
  const to = placeOf(end - 1, blocks, elements, 1)
  if (!from || !to) return null
  const range = new Range()
  range.setStart(from.node, from.index)
  range.setEnd(to.node, to.index)
  return range
}

function placeOf(offset: number, blocks: readonly TextBlock[], elements: readonly Element[], behind: 0 | 1 = 0) {
  const index = blockAt(blocks, offset)
  const block = index === undefined ? undefined : blocks[index]
  const node = index === undefined ? undefined : elements[index]?.firstChild
  if (!block || !node) return null
  const inBlock = textIndexAt(block.text, block.bytes, offset - block.first + behind)
  // What is shown has signs in place of some characters, and is longer by them.
  const shown = manyLines(block.text.slice(0, inBlock)).length
  const length = node.textContent?.length ?? 0
  return behind === 0 && shown >= length ? null : { node, index: Math.min(shown, length) }
}
