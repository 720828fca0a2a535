import type { CaptureReader } from '#engine/capture/capture.ts'

/** Which frames of a capture are wanted: a bit for each, so that ten million cost little more than a megabyte. */
export class FrameSet {
  readonly #bits: Uint8Array
  readonly #total: number
  #count = 0

  constructor(total: number) {
    this.#bits = new Uint8Array(Math.ceil(total / 8))
    this.#total = total
  }

  get count(): number {
    return this.#count
  }

  /** What lies outside of the capture is passed over. */
  add(seq: number): void {
    if (!Number.isSafeInteger(seq) || seq < 0 || seq >= this.#total || this.has(seq)) return
    this.#bits[seq >> 3] = (this.#bits[seq >> 3] ?? 0) | (1 << (seq & 7))
    this.#count += 1
  }

  has(seq: number): boolean {
    return ((this.#bits[seq >> 3] ?? 0) & (1 << (seq & 7))) !== 0
  }

  /** The first member that is not below `seq`, or `end`. */
  next(seq: number, end: number): number {
    let at = seq
    while (at < end && !this.has(at)) at += (at & 7) === 0 && this.#bits[at >> 3] === 0 ? 8 : 1
    return Math.min(at, end)
  }

  /** How many members follow one another from `seq` on, counting no further than `most`. */
  runLength(seq: number, most: number): number {
    let length = 0
    while (length < most && this.has(seq + length)) length += 1
    return length
  }
}

const PAGE_FRAMES = 1_000

/**
 * The chosen frames, and for each the others of its message: a fragment alone could not be read by anybody.
 *
 * @param chosen seqs in any order
 * @throws AppError 'capture.unreadable'
 */
export async function withWholeMessages(reader: CaptureReader, chosen: Iterable<number> | AsyncIterable<number>): Promise<FrameSet> {
  const total = await reader.total()
  const frames = new FrameSet(total)
  const whole = new Set<number>()
  const addPage = async (seqs: readonly number[]): Promise<void> => {
    // Most messages are one frame: of a page only fragments are asked about one by one.
    const fragments = (await reader.rowsOf(seqs)).filter(
      (row) => row.message !== null && row.messageFrames !== 1 && !whole.has(row.message),
    )
    for (const { seq, message: number } of fragments) {
      if (number === null || whole.has(number)) continue
      whole.add(number)
      const { message } = await reader.frame(seq)
      if (message !== null) await addMessage(reader, frames, message)
    }
  }
  let page: number[] = []
  for await (const seq of chosen) {
    frames.add(seq)
    if (!frames.has(seq)) continue
    page.push(seq)
    if (page.length < PAGE_FRAMES) continue
    await addPage(page)
    page = []
  }
  if (page.length > 0) await addPage(page)
  return frames
}

async function addMessage(
  reader: CaptureReader,
  frames: FrameSet,
  { message, firstSeq, lastSeq }: { readonly message: number; readonly firstSeq: number; readonly lastSeq: number },
): Promise<void> {
  for (let first = firstSeq; first <= lastSeq; first += 1_000) {
    const rows = await reader.rows(first, Math.min(1_000, lastSeq - first + 1))
    for (const row of rows) if (row.message === message) frames.add(row.seq)
  }
}
