import type { Captures } from '#engine/capture/captures.ts'
import { AppError, type Failure } from '#shared/errors.ts'
import type { ItemBatches } from './captured-items.ts'
import { giveItem, NumberedCapture } from './numbered-capture.ts'

/**
 * Writes items as a `.sockscope` file, by way of a capture of its own. Of a selection, the first frame is frame 0.
 *
 * @throws AppError 'capture.disk'
 */
export async function copyCapture(captures: Captures, connection: number, batches: ItemBatches, path: string): Promise<void> {
  const failures: Failure[] = []
  const capture = captures.create({
    connection,
    url: '',
    isScratch: true,
    onHeld: () => undefined,
    onError: (failure) => failures.push(failure),
  })
  const numbered = new NumberedCapture(capture)
  try {
    for await (const items of batches) {
      for (const item of items) giveItem(numbered, item)
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
