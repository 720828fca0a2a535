import type { Payload } from '../capture/payload.ts'
import type { BatchRows } from './batch-rows.ts'
import { spanPayload } from './byte-search.ts'
import type { Pulse } from './pulse.ts'
import { forEachWindow } from './windows.ts'

/** Longer content is not made into one text: such a row is counted as not examined. */
export const MOST_TEXT_BYTES = 32 * 1024 * 1024

/** What happened to one row's content. */
export type Verdict = boolean | 'unexamined'

export interface TextTest {
  /** Decides by the bytes alone that it cannot be; most rows need no more. */
  readonly canBe?: (bytes: Buffer) => boolean
  readonly test: (text: string) => Verdict
}

export interface Watch {
  readonly pulse: Pulse
  /** A row that could not be examined: too long, or nested too deeply. */
  readonly onUnexamined: () => void
}

/**
 * The rows of `active` whose content, as text, passes a test that may take long. Bytes that are no UTF-8 become U+FFFD.
 */
export function textSearch({ canBe, test }: TextTest, { pulse, onUnexamined }: Watch): (rows: BatchRows, active: Uint8Array) => Uint8Array {
  return (rows, active) => {
    const hits = new Uint8Array(active.length)
    const examine = (row: number, bytes: Buffer, from: number, end: number) => {
      if (canBe?.(bytes.subarray(from, end)) === false) return
      const text = bytes.toString('utf8', from, end)
      const verdict = pulse.during(rows.batch.first + row, () => test(text))
      if (verdict === 'unexamined') onUnexamined()
      else if (verdict) hits[row] = 1
    }
    const examineLong = (row: number, payload: Payload) => {
      if (payload.total > MOST_TEXT_BYTES) return onUnexamined()
      const bytes = payload.read(0, payload.total)
      examine(row, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length)
    }
    const { spans, joined } = rows.contentsOf(active)
    forEachWindow(
      rows,
      spans,
      MOST_TEXT_BYTES,
      ({ bytes, first, end, offset }) => {
        for (let index = first; index < end; index++) {
          examine(spans.row[index] ?? 0, bytes, (spans.offset[index] ?? 0) - offset, spans.endOf(index) - offset)
        }
      },
      (index) => examineLong(spans.row[index] ?? 0, spanPayload(rows, spans, index)),
    )
    for (const { row, payload } of joined) examineLong(row, payload)
    return hits
  }
}
