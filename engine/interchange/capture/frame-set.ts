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
  for await (const seq of chosen) {
    frames.add(seq)
    if (!frames.has(seq)) continue
    const { frame, message } = await reader.frame(seq)
    const isAlone = message === null || message.frames === 1 || frame.message === null
    if (isAlone || whole.has(message.message)) continue
    whole.add(message.message)
    await addMessage(reader, frames, message)
  }
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
