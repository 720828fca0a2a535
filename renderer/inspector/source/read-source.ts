import type { ByteSource } from '../byte-source.ts'
import { decodeUtf8 } from '../text/payload-text.ts'
import { wholeLength } from '../text/utf8.ts'
import { inTurns } from '../turns.ts'
import { emptyNodes, type MarkupNodes, readMarkup } from './markup-nodes.ts'
import { emptyRows, laidOutRows, type MarkupRows, plainRows } from './markup-rows.ts'

/** What is read as source; the rest of a longer payload is in its text. */
export const MOST_SOURCE_BYTES = 8 * 1024 * 1024

export interface SourceText {
  readonly text: string
  readonly nodes: MarkupNodes
  readonly plain: MarkupRows
  readonly laidOut: MarkupRows
  /** Bytes that were read, fewer than there are where there are more than are read. */
  readonly shownBytes: number
}

/** Reads XML or HTML, giving the window its turn while it does. Rejects with AppError. */
export async function readSource(source: ByteSource, isHtml: boolean): Promise<SourceText> {
  const bytes = await source.read(0, MOST_SOURCE_BYTES)
  const shown = bytes.length < source.total ? bytes.subarray(0, wholeLength(bytes)) : bytes
  const { text } = decodeUtf8(shown)
  const nodes = emptyNodes()
  const [plain, laidOut] = [emptyRows(), emptyRows()]
  await inTurns(() => readMarkup(text, isHtml, nodes))
  await inTurns(() => plainRows(text, plain))
  await inTurns(() => laidOutRows(text, nodes, laidOut))
  return { text, nodes, plain, laidOut, shownBytes: shown.length }
}
