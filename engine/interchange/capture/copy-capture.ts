import type { Captures } from '#engine/capture/captures.ts'
import { AppError, type Failure } from '#shared/errors.ts'
import type { FrameNote } from '#shared/model/note.ts'
import type { ItemBatches } from './captured-items.ts'
import { giveItem, NumberedCapture } from './numbered-capture.ts'

/**
 * Writes items as a `.sockscope` file with what was said of them, by way of a capture of its own. Of a selection, the first frame is frame 0.
 *
 * @throws AppError 'capture.disk'
 */
export async function copyCapture(
  captures: Captures,
  connection: number,
  batches: ItemBatches,
  notes: readonly FrameNote[],
  path: string,
): Promise<void> {
  const failures: Failure[] = []
  const capture = captures.create({
    connection,
    url: '',
    isScratch: true,
    onHeld: () => undefined,
    onError: (failure) => failures.push(failure),
  })
  const numbered = new NumberedCapture(capture)
  const noted = new Map(notes.map((note) => [note.seq, note]))
  let frames = 0
  try {
    for await (const items of batches) {
      for (const item of items) {
        giveItem(numbered, item)
        if (item.kind === 'event') continue
        const note = noted.get(item.frame.facts.seq)
        if (note) await capture.annotate({ ...note, seq: frames })
        frames += 1
      }
      // One batch at a time: the disk may be slower than the source.
      await capture.flush()
      const [failure] = failures
      if (failure) throw new AppError(failure.code, failure.message, { hint: failure.hint })
    }
    await capture.saveAs(path)
  } finally {
    await capture.remove()
  }
}
